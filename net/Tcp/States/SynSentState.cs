namespace DSoftBus.Net.Tcp.States;

/// <summary>SYN-SENT (RFC 9293 section 3.10.7.3).</summary>
internal sealed class SynSentState : TcpState
{
    public override TcpStateName Name => TcpStateName.SynSent;

    public override bool IsSynchronized => false;

    public override SegmentVerdict OnSegment(in TcpSegment segment, in SequenceVariables variables)
    {
        // First: acceptable only if ISS < SEG.ACK <= SND.NXT.
        bool ackAcceptable = segment.Ack
            && segment.Acknowledgment > variables.InitialSend
            && segment.Acknowledgment <= variables.SendNext;
        if (segment.Ack && !ackAcceptable)
        {
            return segment.Rst
                ? SegmentVerdict.Drop(TcpDropReason.UnacceptableAck)
                : SegmentVerdict.Reset(TcpDropReason.UnacceptableAck);
        }

        // Second: a reset counts only with an acceptable ACK (the peer refuses); RFC 5961 section 3.2 leaves this as it was.
        if (segment.Rst)
            return ackAcceptable ? new SegmentVerdict(SegmentAction.Abort) : SegmentVerdict.Drop(TcpDropReason.UnexpectedReset);

        // Fourth: SYN.
        if (!segment.Syn)
            return SegmentVerdict.Drop(TcpDropReason.NotSyn);
        return new SegmentVerdict(ackAcceptable ? SegmentAction.Synchronize : SegmentAction.SynchronizeBoth);
    }

    public override TcpState OnClose() => Closed;
}
