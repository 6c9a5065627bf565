namespace DSoftBus.Net.Tcp.States;

/// <summary>TIME-WAIT: both FINs are acknowledged; old duplicates die out for 2 MSL (RFC 9293 section 3.6.1).</summary>
internal sealed class TimeWaitState : TransferState
{
    public override TcpStateName Name => TcpStateName.TimeWait;

    public override SegmentVerdict OnSegment(in TcpSegment segment, in SequenceVariables variables)
    {
        // A fresh opening whose number is beyond the old connection's is safe (RFC 1122 section 4.2.2.13).
        if (segment.Syn && !segment.Ack && !segment.Rst && segment.Sequence > variables.ReceiveNext)
            return new SegmentVerdict(SegmentAction.Reopen);
        return base.OnSegment(segment, variables);
    }
}
