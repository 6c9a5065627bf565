using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Peer;

namespace DSoftBus.Qemu.Bench;

/// <summary>The benchmark program on both kernels, in turns. A Linux guest that cannot be had or fails costs its column only.</summary>
internal sealed class ProgramBench(BenchOptions options, RunFolder run, PhaseClock steps, TimeProvider clock)
{
    private const double MostHelloMilliseconds = 150;
    private const double MostIdlePercent = 2;

    private readonly Dictionary<BenchGuest, List<ProgramTimes>> _hello = Lists<ProgramTimes>();
    private readonly Dictionary<BenchGuest, List<double>> _memory = Lists<double>();
    private readonly Dictionary<BenchGuest, List<double>> _idle = Lists<double>();
    private readonly Dictionary<BenchGuest, List<string>> _lines = Lists<string>();
    private BenchMachines _machines = null!;
    private ProgramTrial _trial = null!;

    /// <summary>The peer, with the reason when it is not there or failed on the way.</summary>
    public LinuxKernel Peer { get; private set; } = LinuxKernel.Missing("not reached");

    /// <summary>Logs of the trial that runs or ran last.</summary>
    public IReadOnlyList<string> Logs { get; private set; } = [];

    /// <exception cref="RunFailedException">One of our guests failed.</exception>
    public async Task<IReadOnlyList<Comparison>> RunAsync(CancellationToken cancel)
    {
        string qemu = options.ProgramCommand is null ? LocateQemu() : "";
        await steps.RunAsync("linux package", async () => Peer = await options.FindLinux(cancel));
        string initramfs = Path.Combine(options.PeerFolder, "initramfs.cpio");
        if (Peer.Problem is null && options.ProgramCommand is null)
            await File.WriteAllBytesAsync(initramfs, LinuxGuest.Initramfs(await File.ReadAllBytesAsync(options.BenchmarkLinuxProgram, cancel)), cancel);
        _machines = new BenchMachines(qemu, options, Peer.Path, initramfs);
        _trial = new ProgramTrial(_machines, run, clock);

        await InTurnsAsync("hello", options.Runs, warmUp: true, async (guest, name) => _hello[guest].Add(await HelloAsync(guest, name, MemoryOf(guest), cancel)));
        await InTurnsAsync("benchmarks", options.ProgramBoots, warmUp: false, async (guest, name) =>
        {
            ProgramTimes times = await BootAsync(guest, name, BenchMachines.RoundsWord(options.ProgramRounds), options.ProgramMemoryMebibytes, options.ProgramTimeout, cancel);
            _lines[guest].AddRange(times.Lines);
        });
        await InTurnsAsync("idle", 1, warmUp: false, async (guest, name) =>
        {
            Logs = _trial.LogsOf(name);
            _idle[guest].Add(await _trial.IdleAsync(guest, name, options.ProgramMemoryMebibytes, options.IdleTime / 4, options.IdleTime, options.BootTimeout, cancel));
        });
        await InTurnsAsync("memory", 1, warmUp: false, async (guest, name) => await SearchMemoryAsync(guest, name, cancel));
        return Results();
    }

    private string LocateQemu()
    {
        foreach (string file in new[] { options.BenchmarkImage, options.BenchmarkLinuxProgram })
        {
            if (!File.Exists(file))
                throw new RunFailedException(new HarnessFailure(HarnessCode.BuildArtifactMissing, "build", null, "host", $"there is no benchmark program at {file}", "Build it: ./build.sh --target=Bench"));
        }

        return GuestBinary.Locate(options.BenchmarkImage).Qemu;
    }

    private IReadOnlyList<Comparison> Results()
    {
        Comparison Start(string key, string what, Func<ProgramTimes, TimeSpan> of, double? target = null)
        {
            double[] Of(BenchGuest guest) => [.. _hello[guest].Select(times => of(times).TotalMilliseconds)];
            return Comparison.Of(key, what, "ms", Of(BenchGuest.Ours), Of(BenchGuest.Linux), target);
        }

        return
        [
            Start("hello", $"QEMU start to hello, the first managed line (ours in {options.HelloMemoryMebibytes} MiB)", t => t.FirstManaged, MostHelloMilliseconds),
            Start("hello_end", "QEMU start to power off, hello", t => t.End),
            Comparison.Of("hello_memory", "smallest memory for hello", "MiB", _memory[BenchGuest.Ours], _memory[BenchGuest.Linux], options.HelloMemoryMebibytes),
            Comparison.Of("idle", "host processor that a sleeping guest takes", "%", _idle[BenchGuest.Ours], _idle[BenchGuest.Linux], MostIdlePercent),
            .. ProgramFigures.Compare(_lines[BenchGuest.Ours], _lines[BenchGuest.Linux]),
        ];
    }

    // One guest after the other, never both at once: they would measure each other.
    private async Task InTurnsAsync(string what, int times, bool warmUp, Func<BenchGuest, string, Task> once)
    {
        for (int i = warmUp ? 0 : 1; i <= times; i++)
        {
            foreach (BenchGuest guest in Enum.GetValues<BenchGuest>().Where(guest => guest is BenchGuest.Ours || Peer.Problem is null))
            {
                string name = $"{what}-{guest.ToString().ToLowerInvariant()}-{i}";
                await steps.RunAsync(i == 0 ? $"{what} {guest} warm-up" : $"{what} {guest} {i}/{times}", async () =>
                {
                    try
                    {
                        await once(guest, name);
                    }
                    catch (RunFailedException problem) when (guest is BenchGuest.Linux)
                    {
                        Peer = Peer with { Problem = $"{problem.Failure.Message} ({name}-uart.txt)" };
                    }
                });
            }

            if (i == 0)
            {
                foreach (List<ProgramTimes> list in _hello.Values)
                    list.Clear();
            }
        }
    }

    private async Task SearchMemoryAsync(BenchGuest guest, string name, CancellationToken cancel)
    {
        (int from, int to) = guest is BenchGuest.Ours ? options.HelloMemoryRange : options.LinuxMemoryRange;
        MemorySearch search = await MemorySearch.RunAsync(from, to, async mebibytes =>
        {
            try
            {
                await HelloAsync(guest, $"{name}-{mebibytes}", mebibytes, cancel);
                return null;
            }
            catch (RunFailedException tooSmall)
            {
                return tooSmall.Failure.Message;
            }
        });
        if (search.Smallest is { } smallest)
            _memory[guest].Add(smallest);
    }

    private Task<ProgramTimes> HelloAsync(BenchGuest guest, string name, int mebibytes, CancellationToken cancel) =>
        BootAsync(guest, name, BenchMachines.HelloWord, mebibytes, options.MemoryTimeout, cancel);

    private async Task<ProgramTimes> BootAsync(BenchGuest guest, string name, string word, int mebibytes, TimeSpan timeout, CancellationToken cancel)
    {
        Logs = _trial.LogsOf(name);
        return await _trial.RunAsync(guest, name, [word, .. BenchMachines.EndWords(guest)], mebibytes, timeout, cancel);
    }

    private int MemoryOf(BenchGuest guest) => guest is BenchGuest.Ours ? options.HelloMemoryMebibytes : options.ProgramMemoryMebibytes;

    private static Dictionary<BenchGuest, List<T>> Lists<T>() => Enum.GetValues<BenchGuest>().ToDictionary(guest => guest, _ => new List<T>());
}
