using System.Runtime.CompilerServices;
using DSoftBus.Image.Boot;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Platform.Guest;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Image.Checks;

/// <summary>Tasks that misbehave, under the loop, the watchdog and the failure rules of the guest program.</summary>
internal static class TaskFaults
{
    private const int WatchdogMilliseconds = 1000;

    /// <summary>Name of the task.</summary>
    public const string Victim = "victim";

    public static async ValueTask DereferenceNullAsync(TaskContext task)
    {
        await PrepareAsync(task);
        Console.WriteLine(LengthOf(null));
    }

    public static async ValueTask ReadWildAddressAsync(TaskContext task)
    {
        await PrepareAsync(task);
        FatalModes.ReadWildAddress();
    }

    public static async ValueTask OverflowStackAsync(TaskContext task)
    {
        await PrepareAsync(task);
        FatalModes.OverflowStack();
    }

    public static async ValueTask HoldTheLoopAsync(TaskContext task)
    {
        await PrepareAsync(task);
        SpinForEver();
    }

    public static async ValueTask ExhaustMemoryAsync(TaskContext task)
    {
        await PrepareAsync(task);
        FatalModes.ExhaustMemory();
    }

    /// <summary>Runs the task until it failed.</summary>
    public static void Run(TaskBody body)
    {
        var console = new SerialConsole();
        var failures = new GuestFailures(console);
        var platform = new GuestPlatform();
        bool hasFailed = false;
        using var watchdog = new ThreadWatchdog(platform, TimeSpan.FromMilliseconds(WatchdogMilliseconds), failures.OnWatchdog);
        var loop = new TaskLoop(platform) { CrashNote = GuestKernel.RegisterCrashNote(), Watchdog = watchdog };
        var node = new Node(loop, new TaskManifest("faults", new TaskEntry(Victim, body, RestartPolicy.Never)), new NodeOptions
        {
            Name = "guest",
            Markers = console,
            Memory = new GuestMemoryPool(),
            OnFailure = report =>
            {
                failures.OnFailure(report);
                hasFailed = true;
            },
        });
        node.Start();
        loop.RunUntil(() => hasFailed, Instant.Never);
        Environment.Exit(GuestExitCode.SelftestFailed);
    }

    /// <summary>Leaves more entries than the note keeps, and comes back from a wait.</summary>
    private static async ValueTask PrepareAsync(TaskContext task)
    {
        for (int i = 0; i < CrashNote.Entries + 4; i++)
            task.Trace("step", i, i * i);
        await task.DelayAsync(TimeSpan.FromMilliseconds(1));
        task.Log.Event("about to fail", "with control\u0007characters");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LengthOf(string? text) => text!.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SpinForEver()
    {
        for (ulong i = 0; ; i++)
            Volatile.Write(ref _spins, i);
    }

    private static ulong _spins;
}
