using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Bench;

/// <summary>Boots the benchmark program as a guest of either kind.</summary>
internal sealed class ProgramTrial(BenchMachines machines, RunFolder run, TimeProvider clock)
{
    private readonly Lock _gate = new();

    /// <summary>Boots until the machine ends by itself.</summary>
    /// <param name="guest">On which kernel.</param>
    /// <param name="name">What the logs' names start with.</param>
    /// <param name="words">The program's words.</param>
    /// <param name="mebibytes">Memory of the machine.</param>
    /// <param name="timeout">Then the machine is ended and the trial has failed.</param>
    /// <param name="cancel">Ends the machine too.</param>
    /// <exception cref="RunFailedException">The machine did not end well in time, or without the line that ends the program's output.</exception>
    public async Task<ProgramTimes> RunAsync(BenchGuest guest, string name, string[] words, int mebibytes, TimeSpan timeout, CancellationToken cancel)
    {
        using var uart = new UartLog(LogsOf(name)[1]);
        using var host = new UartLog(LogsOf(name)[0]);
        List<string> lines = [];
        TimeSpan? first = null, managed = null;
        long started = clock.GetTimestamp();
        await using GuestProcess process = GuestProcess.Start(
            machines.Command(guest, words, mebibytes),
            timeout * 2,
            line =>
            {
                TimeSpan since = clock.GetElapsedTime(started);
                lock (_gate)
                {
                    first ??= since;
                    managed ??= ProgramLines.IsManaged(line) ? since : null;
                    lines.Add(line);
                }

                uart.Append(line);
            },
            host.Append);
        GuestExit exit = await EndAsync(process, name, timeout, cancel);
        TimeSpan end = clock.GetElapsedTime(started);
        if (!BenchMachines.IsGoodEnd(guest, exit))
            throw Failed(name, $"the machine ended early: {exit}");
        if (managed is not { } firstManaged || !lines.Any(line => line is ProgramLines.Hello or ProgramLines.End))
            throw Failed(name, "the machine ended without the program's last line");
        return new ProgramTimes(first!.Value, firstManaged, end, lines);
    }

    /// <summary>Boots a machine that sleeps, and answers how much of one of the host's processors it takes, in percent.</summary>
    /// <exception cref="RunFailedException">The program did not begin to sleep.</exception>
    public async Task<double> IdleAsync(BenchGuest guest, string name, int mebibytes, TimeSpan settle, TimeSpan measured, TimeSpan timeout, CancellationToken cancel)
    {
        using var uart = new UartLog(LogsOf(name)[1]);
        using var host = new UartLog(LogsOf(name)[0]);
        var sleeping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using GuestProcess process = GuestProcess.Start(
            machines.Command(guest, [BenchMachines.IdleWord, .. BenchMachines.EndWords(guest)], mebibytes),
            timeout * 2,
            line =>
            {
                uart.Append(line);
                if (line == ProgramLines.Idle)
                    sleeping.TrySetResult();
            },
            host.Append);
        if (await Task.WhenAny(sleeping.Task, process.Exit, Task.Delay(timeout, clock, cancel)) != sleeping.Task)
            throw Failed(name, $"'{ProgramLines.Idle}' did not come");
        return await ProcessorShareAsync(process.Id, settle, measured, clock, cancel);
    }

    /// <summary>Processor time of a process over a stretch of time, in percent of one processor.</summary>
    public static async Task<double> ProcessorShareAsync(int processId, TimeSpan settle, TimeSpan measured, TimeProvider clock, CancellationToken cancel)
    {
        await Task.Delay(settle, clock, cancel);
        var meter = new ProcessorMeter(clock);
        meter.Begin(processId);
        await Task.Delay(measured, clock, cancel);
        meter.End(processId);
        return meter.Share * 100 ?? throw new InvalidOperationException($"Process {processId} ended while it was measured.");
    }

    /// <summary>The logs of a trial: QEMU's own words, then the serial line.</summary>
    public IReadOnlyList<string> LogsOf(string name) => [run.PathOf($"{name}-host.txt"), run.PathOf($"{name}-uart.txt")];

    private static async Task<GuestExit> EndAsync(GuestProcess process, string name, TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            return await process.Exit.WaitAsync(timeout, cancel);
        }
        catch (TimeoutException)
        {
            throw Failed(name, $"the machine did not end within {timeout.TotalSeconds:F0} s");
        }
    }

    private static RunFailedException Failed(string name, string problem) =>
        new(new HarnessFailure(HarnessCode.Unexpected, "benchmarks", null, "kernel", problem, $"See {name}-uart.txt and {name}-host.txt."));
}
