namespace DSoftBus.Net.Tcp.States;

/// <summary>TIME-WAIT: both FINs are acknowledged; old duplicates die out for 2 MSL (RFC 9293 section 3.6.1).</summary>
internal sealed class TimeWaitState : TransferState
{
    public override TcpStateName Name => TcpStateName.TimeWait;

    public override SegmentVerdict OnSegment(in TcpSegment segment, in SequenceVariables variables)
    {
        // An old duplicate makes the peer send a reset; it must not end the wait for the others (RFC 1337 section 3, fix F1).
        if (segment.Rst)
            return SegmentVerdict.Drop(TcpDropReason.UnexpectedReset);

        // A fresh opening is safe when its number is beyond the old connection's (RFC 9293 section 3.6.1, MAY-2), or its timestamp (RFC 6191 section 2).
        if (segment.Syn && !segment.Ack && !segment.Fin && (segment.Sequence > variables.ReceiveNext || variables.TimestampIsNewer))
            return new SegmentVerdict(SegmentAction.Reopen);
        return base.OnSegment(segment, variables);
    }
}
