using DSoftBus.Runtime.Loop;

namespace DSoftBus.Image.Boot;

/// <summary>Ends the machine when one piece of work keeps the loop: tasks are cooperative, so nothing else would run again.</summary>
/// <remarks>A background thread looks once per period; work that is still the same at two looks in a row has had at least one whole period.</remarks>
internal sealed class LoopWatchdog : ILoopWatchdog
{
    private readonly SerialConsole _console;
    private readonly int _periodMilliseconds;
    private volatile string? _task;
    private uint _work;

    private LoopWatchdog(SerialConsole console, int periodMilliseconds)
    {
        _console = console;
        _periodMilliseconds = periodMilliseconds;
    }

    public static LoopWatchdog Start(SerialConsole console, int periodMilliseconds)
    {
        var watchdog = new LoopWatchdog(console, periodMilliseconds);
        new Thread(watchdog.Watch, maxStackSize: 64 * 1024) { IsBackground = true, Name = "watchdog" }.Start();
        return watchdog;
    }

    public void Enter(string task)
    {
        Volatile.Write(ref _work, _work + 1);
        _task = task;
    }

    public void Leave() => _task = null;

    private void Watch()
    {
        uint seen = 0;
        while (true)
        {
            Thread.Sleep(_periodMilliseconds);
            uint work = Volatile.Read(ref _work);
            if (_task is { } task && work == seen)
            {
                _console.WriteLine($"init: watchdog: task {task} held the loop for {_periodMilliseconds} ms FAIL");
                Environment.Exit(GuestExitCode.Watchdog);
            }

            seen = work;
        }
    }
}
