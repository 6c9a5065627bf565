using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Qemu.TwoVm;

/// <summary>Boots two machines on one cable and waits until they have proven an authenticated session to each other.</summary>
public sealed class TwoVmRun
{
    public const string CaptureName = "cable.pcapng";

    private readonly TwoVmOptions _options;
    private readonly IRunProgress _progress;
    private readonly TimeProvider _clock;
    private readonly RunFolder _run;
    private readonly PhaseClock _phases;
    private readonly MarkerBoard _board = new(TwoVmMarkers.All);
    private IReadOnlyList<EvidenceItem> _evidence = [];
    private GuestBinary _guest;

    private TwoVmRun(TwoVmOptions options, IRunProgress progress, TimeProvider clock)
    {
        _options = options;
        _progress = progress;
        _clock = clock;
        _run = RunFolder.Create(options.RunsFolder, clock);
        _phases = new PhaseClock(progress, clock);
    }

    private string CapturePath => _run.PathOf(CaptureName);

    /// <summary>Runs, writes the run's folder, and leaves no process and no socket behind, however it ends.</summary>
    public static async Task<TwoVmOutcome> ExecuteAsync(TwoVmOptions options, IRunProgress progress, TimeProvider clock, CancellationToken cancel)
    {
        var run = new TwoVmRun(options, progress, clock);
        TwoVmOutcome outcome = await run.ExecuteAsync(cancel);
        TwoVmReport.Write(outcome);
        run._run.PublishAsLatest();
        run._run.RemoveOldRuns(SummaryFile.IsSuccess, clock);
        return outcome;
    }

    private async Task<TwoVmOutcome> ExecuteAsync(CancellationToken cancel)
    {
        HarnessFailure? failure = null;
        IReadOnlyDictionary<string, int> processIds = new Dictionary<string, int>();
        IReadOnlyDictionary<string, int> exits = new Dictionary<string, int>();
        try
        {
            await _phases.RunAsync(TwoVmClassifier.Name(TwoVmPhase.Build), CheckBuildAsync);
            if (_options.Target > TwoVmPhase.Build)
            {
                var rig = new GuestRig(CapturePath, _options.Fault, _clock);
                try
                {
                    await RunGuestsAsync(rig, cancel);
                }
                finally
                {
                    processIds = rig.ProcessIds;
                    await rig.DisposeAsync();
                    exits = rig.Exits.ToDictionary(e => e.Key, e => e.Value.Status);
                }

                if (_options.Target is TwoVmPhase.End)
                    CheckEvidence();
            }
        }
        catch (Exception problem)
        {
            failure = HarnessDefect.Classify(problem, _phases.Current);
        }

        return new TwoVmOutcome(_options, _run, failure, _board, _phases, _evidence, ReadCapture(), processIds, exits);
    }

    private Task CheckBuildAsync()
    {
        if (_options.GuestCommand is null)
            _guest = GuestBinary.Locate(_options.Image);
        return Task.CompletedTask;
    }

    private async Task RunGuestsAsync(GuestRig rig, CancellationToken cancel)
    {
        _options.OnCable?.Invoke(rig.Cable);
        var waiter = new PhaseWaiter(rig.Events, _board, _options.Rules, _clock) { OnMarker = _progress.MarkerSeen, OnEnded = _progress.GuestEnded };
        string[] names = [.. TwoVmNode.Both.Select(node => node.Name)];

        Task Phase(TwoVmPhase phase, Func<Task<PhaseResult>> wait) => _options.Target < phase
            ? Task.CompletedTask
            : _phases.RunAsync(TwoVmClassifier.Name(phase), async () =>
            {
                if (TwoVmClassifier.Classify(phase, await wait(), () => CaptureCounts.Of(ReadCapture())) is { } failure)
                    throw new RunFailedException(failure);
            });

        await Phase(TwoVmPhase.Launch, () =>
        {
            foreach (TwoVmNode node in TwoVmNode.Both)
            {
                rig.Launch(
                    node.Name, port => _options.GuestCommand?.Invoke(node, port) ?? CommandOf(node, port), _options.RunTimeout,
                    _run.PathOf($"uart-{node.Name}.txt"), _run.PathOf($"host-{node.Name}.txt"));
            }

            _options.OnLaunched?.Invoke(rig);
            return waiter.WaitForFirstLinesAsync(names, _options.LaunchTimeout, cancel);
        });
        await Phase(TwoVmPhase.Discovery, () => waiter.WaitForMarkersAsync(TwoVmMarkers.For(TwoVmPhase.Discovery), _options.DiscoveryTimeout, cancel));
        await Phase(TwoVmPhase.Session, () => waiter.WaitForMarkersAsync(TwoVmMarkers.For(TwoVmPhase.Session), _options.SessionTimeout, cancel));
        await Phase(TwoVmPhase.Remote, () => waiter.WaitForMarkersAsync(TwoVmMarkers.For(TwoVmPhase.Remote), _options.RemoteTimeout, cancel));
        await Phase(TwoVmPhase.End, () => waiter.WaitForSuccessAsync(names, _options.EndTimeout, cancel));
    }

    private GuestCommand CommandOf(TwoVmNode node, UnixPort port) => _guest.Command(
        new GuestOptions(_options.Image, node.MacAddress, new CableLink(port.MachinePath, port.SwitchPath))
        {
            MemoryMebibytes = _options.MemoryMebibytes,
            Accelerator = _options.Accelerator,
            KernelWords = node.Words(_options),
        });

    // The machines have ended with success; now logs and capture must agree with what they said.
    private void CheckEvidence()
    {
        if (_board.FindDisorder() is var (early, late))
            throw Fail(HarnessCode.Evidence("ORDER"), "session", $"node {early.Node}: '{early.Text}' came before '{late.Text}'", $"uart-{early.Node}.txt");
        string? misplaced = File.ReadLines(_run.PathOf("uart-B.txt")).FirstOrDefault(line => TwoVmMarkers.OnlyOnA.Contains(line));
        if (misplaced is not null)
            throw Fail(HarnessCode.Evidence("NODE"), "remote", $"node B printed '{misplaced}', which is node A's", "uart-B.txt");
        if (_options.CheckCapture)
        {
            _evidence = SessionEvidence.Check(ReadCapture(), [.. TwoVmNode.Both.Select(node => (node.Name, Address(node), (ushort)node.SessionPort))]);
            if (_evidence.FirstOrDefault(item => !item.Holds) is { } broken)
                throw Fail(HarnessCode.Evidence(broken.Key), "net", $"the capture does not show that {broken.Statement}: {broken.Detail}", CaptureName);
        }

        if (_options.EnforceBudgets && TwoVmBudgets.FindExceeded(_phases) is { } slow)
            throw new RunFailedException(slow);
    }

    internal static MacAddress Address(TwoVmNode node) => MacAddress.Parse(node.MacAddress);

    private List<CapturedFrame> ReadCapture() => PcapngReader.ReadFile(CapturePath);

    private RunFailedException Fail(HarnessCode code, string subsystem, string message, string hint) =>
        new(new HarnessFailure(code, _phases.Current, null, subsystem, message, hint));
}
