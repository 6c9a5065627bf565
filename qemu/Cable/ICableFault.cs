namespace DSoftBus.Qemu.Cable;

/// <summary>The one place where a test or a run disturbs the cable.</summary>
/// <remarks>Asked once per frame, where it enters the switch, before it is recorded and forwarded; by one thread, in the order of entry.</remarks>
public interface ICableFault
{
    /// <summary>Decides about one frame.</summary>
    /// <param name="port">Name of the port by which it enters.</param>
    /// <param name="frame">Ethernet frame without FCS; valid during the call.</param>
    FaultDecision Inspect(string port, ReadOnlySpan<byte> frame);
}
