namespace DSoftBus.Net.Tcp.States;

/// <summary>SYN-RECEIVED (RFC 9293 section 3.10.7.4).</summary>
internal sealed class SynReceivedState : TcpState
{
    public override TcpStateName Name => TcpStateName.SynReceived;

    public override bool IsSynchronized => false;

    public override bool ReceivesText => true;

    public override SegmentVerdict OnSegment(in TcpSegment segment, in SequenceVariables variables)
    {
        // In a simultaneous open the peer's SYN,ACK repeats its SYN, one below RCV.NXT, and acknowledges ours (RFC 9293 figure 7).
        bool acknowledgesSyn = segment.Ack
            && segment.Acknowledgment > variables.SendUnacknowledged
            && segment.Acknowledgment <= variables.SendNext;
        if (segment.Syn && acknowledgesSyn && !segment.Rst && segment.Sequence + 1 == variables.ReceiveNext)
            return new SegmentVerdict(SegmentAction.Establish);

        var verdict = SynchronizedChecks.Check(segment, variables);
        if (verdict.Action == SegmentAction.Challenge && segment.Syn && variables.IsPassive)
            return new SegmentVerdict(SegmentAction.Abort, TcpDropReason.SynInWindow); // Fourth: back to LISTEN; the peer began anew and its SYN comes again.
        if (verdict.Action != SegmentAction.Process)
            return verdict;

        // Fifth: the ACK must cover our SYN, else a reset with SEQ = SEG.ACK.
        return acknowledgesSyn
            ? new SegmentVerdict(SegmentAction.Establish)
            : SegmentVerdict.Reset(TcpDropReason.UnacceptableAck);
    }

    public override TcpState OnClose() => FinWait1;

    public override TcpState OnPeerFin() => CloseWait;
}
