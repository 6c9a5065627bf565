using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.TwoVm;
using DSoftBus.Runtime.Markers;

namespace DSoftBus.Qemu.Bench;

/// <summary>Boots one machine with the words of node A of a two-VM run until its daemon is ready, then ends it.</summary>
internal sealed class BootTrial(BenchOptions options, TimeProvider clock)
{
    private static readonly TwoVmNode Node = TwoVmNode.A;
    private static readonly MarkerExpectation InitReady = new(Node.Name, "init", Markers.Init.Ready);
    private static readonly MarkerExpectation DaemonReady = new(Node.Name, "ready", Markers.Dsoftbusd.Ready("dsoftbusd"));

    /// <summary>Boots once.</summary>
    /// <param name="run">Where the logs go.</param>
    /// <param name="name">What their names start with.</param>
    /// <param name="memoryMebibytes">Memory of the machine.</param>
    /// <param name="timeout">How long it has.</param>
    /// <param name="cancel">Ends the machine too.</param>
    /// <param name="whenReady">Called with QEMU's process id while the machine is up; null ends it at once.</param>
    /// <exception cref="RunFailedException">The machine did not get there.</exception>
    public async Task<BootTimes> RunAsync(RunFolder run, string name, int memoryMebibytes, TimeSpan timeout, CancellationToken cancel, Func<int, Task>? whenReady = null)
    {
        GuestBinary guest = options.GuestCommand is null ? GuestBinary.Locate(options.Image) : default;
        var board = new MarkerBoard([InitReady, DaemonReady]);
        await using var rig = new GuestRig(run.PathOf($"{name}.pcapng"), fault: null, clock);
        var waiter = new PhaseWaiter(rig.Events, board, FailureRules.Strict, clock);
        rig.Launch(
            Node.Name, port => options.GuestCommand?.Invoke(Node, memoryMebibytes) ?? guest.Command(Describe(port, memoryMebibytes)), timeout * 2,
            LogsOf(run, name)[1], LogsOf(run, name)[0]);
        if (Classify(await waiter.WaitForMarkersAsync(board.Expectations, timeout, cancel)) is { } problem)
            throw new RunFailedException(new HarnessFailure(HarnessCode.Unexpected, "boot", Node.Name, "kernel", problem, $"See {name}-uart.txt and {name}-host.txt."));
        if (whenReady is not null)
            await whenReady(rig.ProcessIds[Node.Name]);
        return new BootTimes(waiter.FirstLines[Node.Name], board.Find(InitReady)!.Value.SinceLaunch, board.Find(DaemonReady)!.Value.SinceLaunch);
    }

    /// <summary>The logs of a trial: QEMU's own words, then the serial line.</summary>
    public static IReadOnlyList<string> LogsOf(RunFolder run, string name) => [run.PathOf($"{name}-host.txt"), run.PathOf($"{name}-uart.txt")];

    private static string? Classify(PhaseResult result) => result switch
    {
        PhaseResult.Reached => null,
        PhaseResult.TimedOut { Missing: [var missing, ..] } => $"'{missing.Text}' did not come in time",
        PhaseResult.GuestEnded ended => $"the machine ended early: {ended.Exit}",
        PhaseResult.FailureLine line => $"the machine reported: {line.Text}",
        _ => throw new InvalidOperationException($"unknown result {result}"),
    };

    private GuestOptions Describe(UnixPort port, int memoryMebibytes) => new(options.Image, Node.MacAddress, new CableLink(port.MachinePath, port.SwitchPath))
    {
        MemoryMebibytes = memoryMebibytes,
        Accelerator = options.Accelerator,
        KernelWords = Node.Words(options.TwoVm("")),
    };
}
