using System.Globalization;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Namespace;
using DSoftBus.Qemu.Peer;

namespace DSoftBus.Qemu.Bench.Network;

/// <summary>Our guest and the Linux guest on a TAP device, in turns, against one client. What cannot be measured here costs its column only.</summary>
internal sealed class NetworkBench(BenchOptions options, RunFolder run, PhaseClock steps)
{
    private const double LeastThroughputOfLinux = 1.5;
    private const double MostPingOfLinux = 0.7;

    private readonly List<NetworkValues> _ours = [];
    private readonly List<NetworkValues> _linux = [];

    /// <summary>Why ours was not measured; null when it was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Why the Linux guest was not; null when it was.</summary>
    public string? LinuxProblem { get; private set; }

    /// <summary>Logs of the trial that runs or ran last.</summary>
    public IReadOnlyList<string> Logs { get; private set; } = [];

    /// <exception cref="RunFailedException">Our guest failed.</exception>
    public async Task<IReadOnlyList<Comparison>> RunAsync(LinuxKernel peer, CancellationToken cancel)
    {
        LinuxProblem = peer.Problem;
        Problem = Missing();
        if (Problem is null)
        {
            string initramfs = LinuxProblem is null ? WriteInitramfs(peer) : "";
            var trial = new NetworkTrial(guest => Command(guest, peer, initramfs), options, run);
            Func<BenchGuest, string, CancellationToken, Task<NetworkValues>> measure = options.MeasureNetwork ?? trial.RunAsync;
            for (int i = 1; i <= options.Runs; i++)
            {
                await OnceAsync(BenchGuest.Ours, i, _ours, measure, trial, cancel);
                if (LinuxProblem is null)
                    await LinuxOnceAsync(i, measure, trial, cancel);
            }
        }

        return
        [
            Row("net_to", "bulk data to the guest, one connection", "Mbit/s", values => values.To, moreIsBetter: true, LeastThroughputOfLinux),
            Row("net_from", "bulk data from the guest, one connection", "Mbit/s", values => values.From, moreIsBetter: true, LeastThroughputOfLinux),
            Row("net_ping", "64 bytes to the guest and back, mean", "us", values => values.PingPong, moreIsBetter: false, MostPingOfLinux),
            Row("net_connections", "connections per second, 32 in flight", "1/s", values => values.Connections, moreIsBetter: true, null),
        ];
    }

    private async Task LinuxOnceAsync(int number, Func<BenchGuest, string, CancellationToken, Task<NetworkValues>> measure, NetworkTrial trial, CancellationToken cancel)
    {
        try
        {
            await OnceAsync(BenchGuest.Linux, number, _linux, measure, trial, cancel);
        }
        catch (RunFailedException problem)
        {
            LinuxProblem = $"{problem.Failure.Message} {problem.Failure.Hint}";
        }
    }

    private Task OnceAsync(BenchGuest guest, int number, List<NetworkValues> values, Func<BenchGuest, string, CancellationToken, Task<NetworkValues>> measure, NetworkTrial trial, CancellationToken cancel)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"network-{guest.ToString().ToLowerInvariant()}-{number}");
        return steps.RunAsync($"network {guest} {number}/{options.Runs}", async () =>
        {
            Logs = trial.LogsOf(name);
            values.Add(await measure(guest, name, cancel));
        });
    }

    // What the machine lacks is said before anything is booted.
    private string? Missing()
    {
        if (options.MeasureNetwork is not null)
            return null;
        if (!File.Exists(options.NetworkImage))
            return $"there is no program at {options.NetworkImage}; build it: ./build.sh --target=Bench";
        if (!QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out _))
            return QemuLocator.MissingText;
        using NetNamespace? probe = NetNamespace.TryCreate(out string problem);
        return probe is null ? problem : null;
    }

    private string WriteInitramfs(LinuxKernel peer)
    {
        if (options.MeasureNetwork is not null)
            return "";
        string path = Path.Combine(options.PeerFolder, "network.cpio");
        try
        {
            File.WriteAllBytes(path, LinuxGuest.Initramfs(File.ReadAllBytes(options.NetworkLinuxProgram), LinuxGuest.NetworkModules(peer.Path!)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LinuxProblem = problem.Message;
        }

        return path;
    }

    private GuestCommand Command(BenchGuest guest, LinuxKernel peer, string initramfs)
    {
        QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu);
        if (guest is BenchGuest.Ours)
        {
            return new GuestCommand(qemu, QemuArguments.Build(new GuestOptions(options.NetworkImage, NetworkTrial.HardwareAddress, new TapLink(NetworkTrial.Device))
            {
                MemoryMebibytes = options.NetworkMemoryMebibytes,
                Accelerator = options.Accelerator,
            }));
        }

        return new GuestCommand(qemu,
        [
            .. LinuxGuest.Arguments(peer.Path!, initramfs, [$"address={NetworkTrial.Guest}"], options.NetworkMemoryMebibytes, options.Accelerator),
            .. LinuxGuest.NetworkCard(NetworkTrial.Device, NetworkTrial.HardwareAddress),
        ]);
    }

    private Comparison Row(string key, string what, string unit, Func<NetworkValues, double> of, bool moreIsBetter, double? targetOfLinux) =>
        Comparison.Of(key, what, unit, [.. _ours.Select(of)], [.. _linux.Select(of)]) with { MoreIsBetter = moreIsBetter, TargetOfLinux = targetOfLinux };
}
