using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Runtime.Init;

/// <summary>What a node gets from its home: the guest, a host process or a simulation. The defaults give nothing.</summary>
public sealed record NodeOptions
{
    /// <summary>For reports.</summary>
    public string Name { get; init; } = "node";

    /// <summary>Randomness by seed offset; asked once per offset, so that a restarted task goes on in its streams.</summary>
    public Func<byte, IEntropy> Entropy { get; init; } = static _ => new NoEntropy();

    public BootParameters Boot { get; init; } = BootParameters.Empty;

    public IMarkerSink Markers { get; init; } = new SilentSink();

    /// <summary>Makes the driver of a device; null when the machine has none.</summary>
    public Func<DeviceKind, TaskLoop, INetDevice?> OpenDevice { get; init; } = static (_, _) => null;

    public IMemoryPool Memory { get; init; } = new HostMemoryPool();

    /// <summary>Told of every failed task, after the markers and before its capabilities close.</summary>
    public Action<FailureReport>? OnFailure { get; init; }

    private sealed class SilentSink : IMarkerSink
    {
        public void Line(string task, string line)
        {
        }
    }
}
