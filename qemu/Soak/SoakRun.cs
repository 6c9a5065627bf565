using System.Globalization;
using System.Threading.Channels;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Soak;

/// <summary>Boots one machine that does everything at once, with a peer on its cable, and waits for what it found.</summary>
/// <remarks>The cable is not recorded: ten minutes of it would fill the disk.</remarks>
public static class SoakRun
{
    public const string UartName = "uart.txt";
    public const string HostName = "host.txt";

    private const string Node = "vm";
    private const string MacAddress = "52:54:00:12:34:56";

    // Pool threads that have nothing to do leave soon, and their stacks with them, so that the counts before and after can be compared.
    private static readonly string[] Settling = ["env.DOTNET_ThreadPool_ThreadTimeoutMs=500", "env.GLIBC_TUNABLES=glibc.pthread.stack_cache_size=0"];

    /// <summary>Runs, writes the run's folder, and leaves no process and no socket behind, however it ends.</summary>
    /// <param name="options">What to soak.</param>
    /// <param name="onProgress">Called with the guest's progress lines, about every 10 s.</param>
    /// <param name="clock">Source of all times.</param>
    /// <param name="cancel">Ends the run early, as a failure.</param>
    public static async Task<SoakOutcome> ExecuteAsync(SoakOptions options, Action<string> onProgress, TimeProvider clock, CancellationToken cancel)
    {
        RunFolder run = RunFolder.Create(options.RunsFolder, clock);
        var log = new SoakLog();
        var idle = new ProcessorMeter(clock);
        HarnessFailure? failure = null;
        long answered = 0, answers = 0;
        try
        {
            GuestBinary guest = options.GuestCommand is null ? GuestBinary.Locate(options.Image) : default;
            using SocketFolder sockets = SocketFolder.Create();
            await using var cable = new CableSwitch(clock: clock);
            await using var peer = new SoakPeer(cable, clock);
            UnixPort port = cable.AttachMachine(Node, sockets);
            GuestExit exit = await RunGuestAsync(options, options.GuestCommand?.Invoke(port) ?? guest.Command(Describe(options, port)), run, log, idle, onProgress, cancel);
            (answered, answers) = (peer.Answered, peer.Answers);
            failure = Judge(log, exit, peer);
        }
        catch (Exception problem)
        {
            failure = HarnessDefect.Classify(problem, "soak");
        }

        var outcome = new SoakOutcome(options, run, failure, log, idle.Share, answered, answers);
        SoakReport.Write(outcome);
        run.PublishAsLatest();
        run.RemoveOldRuns(SummaryFile.IsSuccess, clock);
        return outcome;
    }

    private static async Task<GuestExit> RunGuestAsync(
        SoakOptions options, GuestCommand command, RunFolder run, SoakLog log, ProcessorMeter idle, Action<string> onProgress, CancellationToken cancel)
    {
        using var uart = new UartLog(run.PathOf(UartName));
        using var host = new UartLog(run.PathOf(HostName));
        var lines = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
        TimeSpan bound = options.Duration + SoakOptions.Allowance;
        await using GuestProcess process = GuestProcess.Start(command, bound, line => lines.Writer.TryWrite(line), host.Append);
        Task ended = process.Exit.ContinueWith(_ => lines.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await foreach (string line in lines.Reader.ReadAllAsync(cancel))
        {
            uart.Append(line);
            SoakLine about = log.Take(line);
            if (about is SoakLine.Progress)
                onProgress(line);
            else if (about is SoakLine.IdleBegins)
                idle.Begin(process.Id);
            else if (about is SoakLine.IdleEnds)
                idle.End(process.Id);
        }

        await ended;
        return await process.Exit;
    }

    private static GuestOptions Describe(SoakOptions options, UnixPort port) => new(options.Image, MacAddress, new CableLink(port.MachinePath, port.SwitchPath))
    {
        MemoryMebibytes = options.MemoryMebibytes,
        Accelerator = options.Accelerator,
        KernelWords =
        [
            "shim.check=soak",
            string.Create(CultureInfo.InvariantCulture, $"soak.seconds={(int)options.Duration.TotalSeconds}"),
            .. Settling,
            .. options.ExtraWords,
        ],
    };

    private static HarnessFailure? Judge(SoakLog log, GuestExit exit, SoakPeer peer)
    {
        if (log.Failed is [var first, ..])
            return Fail(log.Failed.Count == 1 ? $"the guest reported: {first}" : $"the guest reported {log.Failed.Count} failures, first: {first}", $"See {UartName}.");
        if (!exit.IsSuccess || !log.IsComplete)
            return Fail($"the machine ended before its report: {exit}", $"The last lines of {UartName} and {HostName} say why; softbus crash reads a report.");
        if (peer.Damaged > 0)
            return Fail($"{peer.Damaged} frames of the guest arrived damaged", "See the drivers and the DMA memory.");
        return peer.Answers == 0 || peer.Answered == 0 ? Fail("no frame went both ways", $"See {UartName}.") : null;
    }

    private static HarnessFailure Fail(string message, string hint) => new(HarnessCode.Unexpected, "soak", Node, "kernel", message, hint);
}
