using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Tap.Services;

namespace DSoftBus.Qemu.Tap;

/// <summary>What runs on a TAP device.</summary>
public sealed record TapNodeOptions
{
    /// <summary>Address and prefix; null: DHCP gives them.</summary>
    public Ipv4Network? Network { get; init; }

    public Ipv4Address? Gateway { get; init; }

    /// <summary>TCP services to listen for.</summary>
    public IReadOnlyList<ServicePort> Services { get; init; } = [];

    /// <summary>Octets that a connection may receive ahead of its reader, a power of two.</summary>
    public int ReceiveBuffer { get; init; } = 1 << 20;

    /// <summary>Octets that a connection holds for sending, queued and unacknowledged together.</summary>
    public int SendBuffer { get; init; } = 1 << 20;

    /// <summary>Connections at once.</summary>
    public int Connections { get; init; } = 16384;

    /// <summary>Frames taken from the kernel before the stack's other work gets its turn.</summary>
    public int ReceiveBudget { get; init; } = 64;
}
