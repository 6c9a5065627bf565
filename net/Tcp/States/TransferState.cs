namespace DSoftBus.Net.Tcp.States;

/// <summary>What the states from ESTABLISHED to LAST-ACK share: the common checks, then a believable ACK.</summary>
internal abstract class TransferState : TcpState
{
    public override SegmentVerdict OnSegment(in TcpSegment segment, in SequenceVariables variables)
    {
        var verdict = SynchronizedChecks.Check(segment, variables);
        if (verdict.Action != SegmentAction.Process)
            return verdict;
        return SynchronizedChecks.IsAckBelievable(segment, variables)
            ? SegmentVerdict.Process
            : SegmentVerdict.Challenge(TcpDropReason.UnacceptableAck);
    }
}
