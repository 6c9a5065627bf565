using DSoftBus.Net.Devices;
using DSoftBus.Net.Dhcp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Stack;

/// <summary>What <c>open</c> says about the stack, its times short enough for a test, and about the faults of its device.</summary>
internal static class StackOpening
{
    private static readonly TimeSpan KeepAliveSecond = TimeSpan.FromSeconds(1);

    public static NetStackOptions Stack(Command command) => new()
    {
        Dhcp = new DhcpOptions { FallbackAfter = null, DeclineDelay = command.Option("decline-delay", TimeSpan.FromSeconds(10)) },
    };

    public static TcpSettings Tcp(Command command)
    {
        var usual = new TcpSettings();
        return usual with
        {
            ReceiveBuffer = command.Option("receive", usual.ReceiveBuffer),
            MaximumConnections = command.Option("connections", usual.MaximumConnections),

            // The kernel's side has tcp_syn_retries 1, that is three seconds, and the same keep-alive.
            SynLimit = TimeSpan.FromSeconds(3),
            KeepAliveIdle = KeepAliveSecond,
            KeepAliveInterval = KeepAliveSecond,
            KeepAliveProbes = 2,
        };
    }

    public static FaultOptions Faults(Command command) => new()
    {
        Loss = command.Option("loss", 0.0),
        Duplicate = command.Option("duplicate", 0.0),
        Corrupt = command.Option("corrupt", 0.0),
        Reorder = command.Option("reorder", 0.0),
        Delay = command.Option("delay", TimeSpan.Zero),
        Jitter = command.Option("jitter", TimeSpan.Zero),
        Burst = command.Option("burst", 0.0) is > 0 and double begin ? new BurstLoss(begin, command.Option("burst-end", 0.25)) : null,
    };

    /// <exception cref="FormatException">Not of the form <c>10.77.0.2</c>.</exception>
    public static Ipv4Address Address(string text) =>
        Ipv4Address.TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is no IPv4 address");
}
