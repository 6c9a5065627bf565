using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.SingleVm;

/// <summary>Boots one machine beside a gateway in this process and waits for its ladder and its end.</summary>
public static class SingleVmRun
{
    public const string CaptureName = "cable.pcapng";
    public const string UartName = "uart.txt";
    public const string HostName = "host.txt";

    private const int DhcpMilliseconds = 10_000;

    private static readonly string[] Nodes = [SingleVmOptions.Node];

    /// <summary>Runs, writes the run's folder, and leaves no process and no socket behind, however it ends.</summary>
    public static async Task<SingleVmOutcome> ExecuteAsync(SingleVmOptions options, IRunProgress progress, TimeProvider clock, CancellationToken cancel)
    {
        RunFolder run = RunFolder.Create(options.RunsFolder, clock);
        var phases = new PhaseClock(progress, clock);
        var board = new MarkerBoard(options.Ladder);
        HarnessFailure? failure = null;
        int? processId = null, status = null;
        try
        {
            GuestBinary guest = default;
            await phases.RunAsync("build", () =>
            {
                guest = options.GuestCommand is null ? GuestBinary.Locate(options.Image) : default;
                return Task.CompletedTask;
            });
            var rig = new GuestRig(run.PathOf(CaptureName), fault: null, clock);
            try
            {
                VirtualGateway.Attach(rig.Cable);
                await RunGuestAsync(rig, options, guest, run, board, phases, progress, clock, cancel);
            }
            finally
            {
                processId = rig.ProcessIds.TryGetValue(SingleVmOptions.Node, out int id) ? id : null;
                await rig.DisposeAsync();
                status = rig.Exits.TryGetValue(SingleVmOptions.Node, out GuestExit exit) ? exit.Status : null;
            }

            if (board.FindDisorder() is var (early, late))
                throw Fail(HarnessCode.Evidence("ORDER"), phases.Current, $"'{early.Text}' came before '{late.Text}'", UartName);
            if (FrameCheck.FindProblem(PcapngReader.ReadFile(run.PathOf(CaptureName))) is { } problem)
                throw Fail(HarnessCode.Evidence("CHECKSUM"), phases.Current, problem, CaptureName);
        }
        catch (Exception problem)
        {
            failure = HarnessDefect.Classify(problem, phases.Current);
        }

        var outcome = new SingleVmOutcome(options, run, failure, board, phases, processId, status);
        SingleVmReport.Write(outcome);
        run.PublishAsLatest();
        run.RemoveOldRuns(SummaryFile.IsSuccess, clock);
        return outcome;
    }

    private static async Task RunGuestAsync(
        GuestRig rig, SingleVmOptions options, GuestBinary guest, RunFolder run, MarkerBoard board, PhaseClock phases, IRunProgress progress, TimeProvider clock, CancellationToken cancel)
    {
        var waiter = new PhaseWaiter(rig.Events, board, options.Rules, clock) { OnMarker = progress.MarkerSeen, OnEnded = progress.GuestEnded };
        await phases.RunAsync("launch", async () =>
        {
            rig.Launch(
                SingleVmOptions.Node, port => options.GuestCommand?.Invoke(port) ?? guest.Command(Describe(options, port)), options.RunTimeout,
                run.PathOf(UartName), run.PathOf(HostName));
            Require("launch", await waiter.WaitForFirstLinesAsync(Nodes, options.LaunchTimeout, cancel));
        });
        await phases.RunAsync("ladder", async () => Require("ladder", await waiter.WaitForMarkersAsync(options.Ladder, options.LadderTimeout, cancel)));
        await phases.RunAsync("end", async () => Require("end", await waiter.WaitForSuccessAsync(Nodes, options.EndTimeout, cancel)));
    }

    private static GuestOptions Describe(SingleVmOptions options, UnixPort port) =>
        new(options.Image, options.MacAddress, new CableLink(port.MachinePath, port.SwitchPath))
        {
            MemoryMebibytes = options.MemoryMebibytes,
            Accelerator = options.Accelerator,
            Module = options.Module,
            KernelWords =
            [
                KernelWords.SelftestLocal,
                // The cable always answers; a busy host may need longer than the usual 700 ms to let it.
                KernelWords.Dhcp(DhcpMilliseconds),
                KernelWords.Linger(0),
                .. options.TestKeys ? [KernelWords.TestKeys] : Array.Empty<string>(),
                .. options.ExtraWords,
            ],
        };

    private static void Require(string phase, PhaseResult result)
    {
        switch (result)
        {
            case PhaseResult.TimedOut { Missing: [var missing, ..] }:
                throw new RunFailedException(new HarnessFailure(HarnessCode.Unexpected, phase, SingleVmOptions.Node, "kernel", $"'{missing.Text}' did not come in time", UartName)
                {
                    MissingMarker = missing.Text,
                    Confidence = "medium",
                });
            case PhaseResult.TimedOut:
                throw Fail(HarnessCode.Unexpected, phase, $"the machine did not get through phase {phase} in time", HostName);
            case PhaseResult.GuestEnded ended:
                throw new RunFailedException(new HarnessFailure(HarnessCode.Unexpected, phase, SingleVmOptions.Node, "kernel", $"the machine ended early: {ended.Exit}", $"The last lines of {UartName} and {HostName} say why.")
                {
                    MissingMarker = ended.Missing is [var next, ..] ? next.Text : null,
                });
            case PhaseResult.FailureLine line:
                throw Fail(HarnessCode.Unexpected, phase, $"the machine reported: {line.Text}", $"Line {line.Line} of {UartName}.");
        }
    }

    private static RunFailedException Fail(HarnessCode code, string phase, string message, string hint) =>
        new(new HarnessFailure(code, phase, SingleVmOptions.Node, "kernel", message, hint));
}
