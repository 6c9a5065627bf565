using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Loop;

/// <summary>A thread that looks at the loop now and then and reports a task that has not given it back within the limit.</summary>
/// <remarks>The loop pays two plain stores per piece of work. What happens then (end the machine with a report) is the platform's choice.</remarks>
public sealed class ThreadWatchdog : ILoopWatchdog, IDisposable
{
    private readonly IClock _clock;
    private readonly TimeSpan _limit;
    private readonly Action<string> _onExpired;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private volatile string? _task;
    private long _entries;

    /// <param name="clock">A clock that may be read from any thread.</param>
    /// <param name="limit">How long one piece of work may take; it is noticed within twice this time.</param>
    /// <param name="onExpired">Told once, on the watchdog's thread, with the name of the task.</param>
    public ThreadWatchdog(IClock clock, TimeSpan limit, Action<string> onExpired)
    {
        _clock = clock;
        _limit = limit;
        _onExpired = onExpired;
        _thread = new Thread(Watch) { IsBackground = true, Name = "loop watchdog" };
        _thread.Start();
    }

    public void Enter(string task)
    {
        Volatile.Write(ref _entries, _entries + 1);
        _task = task;
    }

    public void Leave() => _task = null;

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        long seen = -1;
        var since = Instant.Zero;
        while (!_end.Wait(_limit / 4))
        {
            var entries = Volatile.Read(ref _entries);
            if (_task is not { } task || entries != seen)
            {
                seen = entries;
                since = _clock.Now;
            }
            else if (_clock.Now - since >= _limit)
            {
                _onExpired(task);
                return;
            }
        }
    }
}
