namespace DSoftBus.Qemu.Bench.Stacks;

/// <summary>What is compared, with whom, and what is to be reached.</summary>
internal sealed class StackRows(StackResults results)
{
    /// <summary>Ours without and with offloads, as variants of the script.</summary>
    public const string Plain = "ours-plain", Offloads = "ours-offloads";

    /// <summary>The peers, as variants of the script.</summary>
    public const string Lwip = "lwip", Gvisor = "gv-vnet";

    private const double MostIdleMebibytes = 32;
    private const double KibibytesPerMebibyte = 1024;

    public IReadOnlyList<StackRow> All() =>
    [
        Rate("stack_to", "bulk data to the stack", "Mbit/s", Plain, Lwip, "send", "mbps", 1.1),
        Rate("stack_from", "bulk data from the stack", "Mbit/s", Plain, Lwip, "recv", "mbps", 1.1),
        Rate("stack_to_offloads", "bulk data to it, checksums and segments by the kernel", "Mbit/s", Offloads, Gvisor, "send", "mbps", 0.8),
        Rate("stack_from_offloads", "bulk data from it, the same", "Mbit/s", Offloads, Gvisor, "recv", "mbps", 0.8),
        Time("stack_ping", "64 bytes there and back, all on one core", "ping-1cpu", 1),
        Time("stack_ping_cores", "64 bytes there and back, on two cores", "ping", null),
        Rate("stack_connections", "connections per second, 32 in flight", "1/s", Plain, Gvisor, "cps32", "cps", 2),
        Rate("stack_connections_offloads", "connections per second, 32 in flight, offloads", "1/s", Offloads, Gvisor, "cps32", "cps", null),
        new StackRow(Gvisor, Comparison.Of("stack_idle", "memory of 10,000 idle connections above empty", "MiB", Idle(Plain), Idle(Gvisor), MostIdleMebibytes)),
    ];

    private StackRow Rate(string key, string what, string unit, string ours, string peer, string test, string name, double? target) =>
        new(peer, Comparison.Of(key, what, unit, Values(ours, test, name), Values(peer, test, name)) with { MoreIsBetter = true, TargetOfLinux = target });

    private StackRow Time(string key, string what, string test, double? target) =>
        new(Lwip, Comparison.Of(key, what, "us", Values(Plain, test, "median_us"), Values(Lwip, test, "median_us")) with { TargetOfLinux = target });

    private IReadOnlyList<double> Values(string variant, string test, string name) => results.Of(variant, test, value => value(name));

    // Fewer connections than asked for would look like less memory.
    private IReadOnlyList<double> Idle(string variant) => results.Of(variant, "idle10000", value =>
        value("open") == 10_000 ? (value("rss1_kb") - value("rss0_kb")) / KibibytesPerMebibyte : double.NaN);
}
