namespace DSoftBus.Net.Tcp.States;

/// <summary>LISTEN (RFC 9293 section 3.10.7.2).</summary>
internal sealed class ListenState : TcpState
{
    public override TcpStateName Name => TcpStateName.Listen;

    public override bool IsSynchronized => false;

    public override SegmentVerdict OnSegment(in TcpSegment segment, in SequenceVariables variables)
    {
        // First: a reset cannot be for anything that was sent from here.
        if (segment.Rst)
            return SegmentVerdict.Drop(TcpDropReason.UnexpectedReset);

        // Second: any acknowledgment is bad on a connection still in LISTEN.
        if (segment.Ack)
            return SegmentVerdict.Reset(TcpDropReason.UnacceptableAck);

        // Third: a SYN opens. Fourth: anything else is dropped. SYN with FIN is nobody's honest opening.
        return segment.Syn && !segment.Fin
            ? new SegmentVerdict(SegmentAction.Open)
            : SegmentVerdict.Drop(TcpDropReason.NotSyn);
    }
}
