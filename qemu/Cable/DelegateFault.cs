namespace DSoftBus.Qemu.Cable;

/// <summary>A fault written as one lambda.</summary>
public sealed class DelegateFault(DelegateFault.Rule rule) : ICableFault
{
    /// <summary>See <see cref="ICableFault.Inspect"/>.</summary>
    public delegate FaultDecision Rule(string port, ReadOnlySpan<byte> frame);

    public FaultDecision Inspect(string port, ReadOnlySpan<byte> frame) => rule(port, frame);
}
