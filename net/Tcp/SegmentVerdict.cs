namespace DSoftBus.Net.Tcp;

/// <summary>An action and, where the segment was not taken, the reason.</summary>
public readonly record struct SegmentVerdict(SegmentAction Action, TcpDropReason Reason = TcpDropReason.None)
{
    public static SegmentVerdict Process => new(SegmentAction.Process);

    public static SegmentVerdict Drop(TcpDropReason reason) => new(SegmentAction.Drop, reason);

    public static SegmentVerdict DropAndAcknowledge(TcpDropReason reason) => new(SegmentAction.DropAndAcknowledge, reason);

    public static SegmentVerdict Challenge(TcpDropReason reason) => new(SegmentAction.Challenge, reason);

    public static SegmentVerdict Reset(TcpDropReason reason) => new(SegmentAction.Reset, reason);
}
