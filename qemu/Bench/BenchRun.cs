using DSoftBus.Qemu.Bench.Network;
using DSoftBus.Qemu.Bench.Stacks;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Peer;
using DSoftBus.Qemu.TwoVm;

namespace DSoftBus.Qemu.Bench;

/// <summary>Measures booted guests and the host's own figures, one after the other. Fails only when a guest fails.</summary>
public sealed class BenchRun
{
    private const double MostBusMilliseconds = 700;
    private const double MostIdlePercent = 2;
    private const double MostImageMebibytes = 6;

    private readonly BenchOptions _options;
    private readonly TimeProvider _clock;
    private readonly RunFolder _run;
    private readonly PhaseClock _steps;
    private readonly List<Figure> _figures = [];
    private readonly BootTrial _boot;
    private readonly ProgramBench _programs;
    private readonly NetworkBench _network;
    private readonly StackBench _stacks;
    private readonly List<Comparison> _comparisons = [];
    private IReadOnlyList<string> _logs = [];
    private MemorySearch? _memory;

    private BenchRun(BenchOptions options, IRunProgress progress, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _run = RunFolder.Create(Path.Combine(options.Folder, "runs"), clock);
        _steps = new PhaseClock(progress, clock);
        _boot = new BootTrial(options, clock);
        _programs = new ProgramBench(options, _run, _steps, clock);
        _network = new NetworkBench(options, _run, _steps);
        _stacks = new StackBench(options, _run, _steps);
    }

    /// <summary>Runs, writes the run's folder and <c>latest.json</c>, and leaves no process and no socket behind, however it ends. Every step is a phase to the progress.</summary>
    public static async Task<BenchOutcome> ExecuteAsync(BenchOptions options, IRunProgress progress, TimeProvider clock, CancellationToken cancel)
    {
        MachineFacts machine = MachineFacts.Read(options.Accelerator);
        var bench = new BenchRun(options, progress, clock);
        HarnessFailure? failure = null;
        IReadOnlyList<StackRow> stacks = [];
        try
        {
            bool all = !options.OnlyNetwork && !options.OnlyStacks;
            if (all)
                await bench.ProgramsAsync(cancel);
            if (!options.OnlyStacks)
                await bench.NetworkAsync(cancel);
            if (!options.OnlyNetwork)
                stacks = await bench._stacks.RunAsync(cancel);
            if (all)
                await bench.RestAsync(cancel);
        }
        catch (Exception problem)
        {
            failure = HarnessDefect.Classify(problem, bench._steps.Current);
        }

        long? imageBytes = File.Exists(options.Image) ? new FileInfo(options.Image).Length : null;
        if (imageBytes is { } bytes && !options.OnlyNetwork && !options.OnlyStacks)
            bench._comparisons.Add(Comparison.Of("image", "image of the bus", "MiB", [bytes / (double)(1 << 20)], [], MostImageMebibytes));
        var outcome = new BenchOutcome(
            options, machine, bench._run, failure, bench._logs, imageBytes, bench._programs.Peer, bench._comparisons, bench._figures, bench._memory, bench._steps.Total)
        {
            NetworkProblem = bench._network.Problem,
            NetworkLinuxProblem = bench._network.LinuxProblem,
            Stacks = stacks,
            StacksProblem = bench._stacks.Problem,
        };
        BenchReport.Write(outcome);
        bench._run.PublishAsLatest();
        bench._run.RemoveOldRuns(SummaryFile.IsSuccess, clock);
        return outcome;
    }

    private async Task ProgramsAsync(CancellationToken cancel)
    {
        try
        {
            _comparisons.AddRange(await _programs.RunAsync(cancel));
        }
        finally
        {
            _logs = _programs.Logs;
        }
    }

    private async Task NetworkAsync(CancellationToken cancel)
    {
        LinuxKernel peer = _programs.Peer;
        if (_options.OnlyNetwork)
            await _steps.RunAsync("linux package", async () => peer = await _options.FindLinux(cancel));
        else if (peer.Path is not null)
            peer = peer with { Problem = null }; // a guest that failed in another measurement may do well here
        try
        {
            _comparisons.AddRange(await _network.RunAsync(peer, cancel));
        }
        finally
        {
            _logs = _network.Logs;
        }
    }

    private async Task RestAsync(CancellationToken cancel)
    {
        await BusAsync(cancel);
        await BootAsync(cancel);
        await TwoVmAsync(cancel);
        await SearchMemoryAsync(cancel);
        _figures.AddRange(await new HostBench(_options, _steps, _clock).RunAsync(cancel));
    }

    // The bus in the memory that it is meant for; what it takes of the host's processor once it is up.
    private async Task BusAsync(CancellationToken cancel)
    {
        double idle = 0;
        BootTimes[] times = await RepeatAsync("bus", async name =>
        {
            _logs = BootTrial.LogsOf(_run, name);
            return await _boot.RunAsync(_run, name, _options.BusMemoryMebibytes, _options.BootTimeout, cancel);
        });
        await _steps.RunAsync("bus idle", async () =>
        {
            _logs = BootTrial.LogsOf(_run, "bus-idle");
            await _boot.RunAsync(_run, "bus-idle", _options.BusMemoryMebibytes, _options.BootTimeout, cancel, async processId =>
                idle = await ProgramTrial.ProcessorShareAsync(processId, _options.IdleTime / 4, _options.IdleTime, _clock, cancel));
        });
        _comparisons.Add(Comparison.Of(
            "bus_ready", $"QEMU start to 'dsoftbusd: ready' in {_options.BusMemoryMebibytes} MiB", "ms", [.. times.Select(t => t.DaemonReady.TotalMilliseconds)], [], MostBusMilliseconds));
        _comparisons.Add(Comparison.Of("bus_idle", "host processor that an idle bus takes", "%", [idle], [], MostIdlePercent));
    }

    private async Task BootAsync(CancellationToken cancel)
    {
        BootTimes[] times = await RepeatAsync("boot", async name =>
        {
            _logs = BootTrial.LogsOf(_run, name);
            return await _boot.RunAsync(_run, name, _options.MemoryMebibytes, _options.BootTimeout, cancel);
        });
        Add("boot.first_line", "one VM: QEMU start to first serial line", times, t => t.FirstLine);
        Add("boot.init_ready", "one VM: QEMU start to 'init: ready'", times, t => t.InitReady);
        Add("boot.daemon_ready", "one VM: QEMU start to 'dsoftbusd: ready'", times, t => t.DaemonReady);
    }

    private async Task TwoVmAsync(CancellationToken cancel)
    {
        SessionTimes[] times = await RepeatAsync("two-vm", async _ =>
        {
            IReadOnlyDictionary<string, TimeSpan> launchTimes = new Dictionary<string, TimeSpan>();
            TwoVmOptions options = _options.TwoVm(_run.PathOf("two-vm")) with { OnLaunched = rig => launchTimes = rig.LaunchTimes };
            TwoVmOutcome outcome = await TwoVmRun.ExecuteAsync(options, new SilentProgress(), _clock, cancel);
            _logs = [.. TwoVmNode.Both.SelectMany(n => new[] { outcome.Run.PathOf($"host-{n.Name}.txt"), outcome.Run.PathOf($"uart-{n.Name}.txt") })];
            return outcome.Failure is { } failure ? throw new RunFailedException(failure) : SessionTimes.Of(outcome, launchTimes);
        });
        Add("two_vm.session", "two VMs: later QEMU start to session on both", times, t => t.Session);
        Add("two_vm.resolve", "two VMs: session to remote resolve ok (2 requests)", times, t => t.Resolve);
        Add("two_vm.query", "two VMs: then to remote query ok (1 request)", times, t => t.Query);
        Add("two_vm.whole", "two VMs: whole run, 500 ms linger included", times, t => t.Whole);
    }

    private async Task SearchMemoryAsync(CancellationToken cancel)
    {
        (int from, int to) = _options.MemoryRange;
        _memory = await MemorySearch.RunAsync(from, to, async mebibytes =>
        {
            string? problem = null;
            await _steps.RunAsync($"memory {mebibytes} MiB", async () =>
            {
                try
                {
                    await _boot.RunAsync(_run, $"memory-{mebibytes}", mebibytes, _options.MemoryTimeout, cancel);
                }
                catch (RunFailedException tooSmall)
                {
                    problem = tooSmall.Failure.Message;
                }
            });
            return problem;
        });
        double[] smallest = _memory.Smallest is { } mebibytes ? [mebibytes] : [];
        _comparisons.Add(Comparison.Of("bus_memory", "smallest memory that reaches 'dsoftbusd: ready'", "MiB", smallest, [], _options.BusMemoryMebibytes));
    }

    // One warm-up that does not count (page cache, this process's own code), then the measured runs.
    private async Task<T[]> RepeatAsync<T>(string name, Func<string, Task<T>> once)
    {
        await _steps.RunAsync($"{name} warm-up", () => once($"{name}-warm-up"));
        var values = new T[_options.Runs];
        for (int i = 0; i < values.Length; i++)
        {
            int run = i;
            await _steps.RunAsync($"{name} {run + 1}/{values.Length}", async () => values[run] = await once($"{name}-{run + 1}"));
        }

        return values;
    }

    private void Add<T>(string key, string what, IEnumerable<T> times, Func<T, TimeSpan> of) =>
        _figures.Add(new Figure(key, what, "ms", [.. times.Select(t => of(t).TotalMilliseconds)]));
}
