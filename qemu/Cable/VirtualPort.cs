namespace DSoftBus.Qemu.Cable;

/// <summary>A port for a node inside this process: the gateway, a host node, a hostile node of a test.</summary>
public sealed class VirtualPort : CablePort
{
    private readonly Action<VirtualPort, ReadOnlyMemory<byte>> _onFrame;

    internal VirtualPort(CableSwitch owner, string name, int captureInterface, Action<VirtualPort, ReadOnlyMemory<byte>> onFrame)
        : base(owner, name, captureInterface) => _onFrame = onFrame;

    /// <summary>Puts an Ethernet frame (without FCS) on the cable; the bytes are copied. Any thread may call it.</summary>
    /// <returns>False when the switch's queue is full or the switch has ended: the frame is lost and counted.</returns>
    public bool Send(ReadOnlySpan<byte> frame) => Enter(frame.ToArray());

    internal override void Deliver(ReadOnlyMemory<byte> frame) => _onFrame(this, frame);
}
