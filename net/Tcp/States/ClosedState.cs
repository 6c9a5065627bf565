namespace DSoftBus.Net.Tcp.States;

/// <summary>CLOSED: no connection (RFC 9293 section 3.10.7.1).</summary>
internal sealed class ClosedState : TcpState
{
    public override TcpStateName Name => TcpStateName.Closed;

    public override bool IsSynchronized => false;

    public override SegmentVerdict OnSegment(in TcpSegment segment, in SequenceVariables variables) => segment.Rst
        ? SegmentVerdict.Drop(TcpDropReason.UnexpectedReset)
        : SegmentVerdict.Reset(TcpDropReason.NotSyn);
}
