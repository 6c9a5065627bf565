using DSoftBus.Runtime.Loop;
using Microsoft.Win32.SafeHandles;

namespace DSoftBus.Qemu.Tap;

/// <summary>A thread that waits in the kernel for a task of a loop, which waits for something else: one wait at a time, each armed by the loop.</summary>
internal sealed class TapWatcher : IDisposable
{
    private readonly AutoResetEvent _armed = new(initialState: false);
    private readonly TapPoll _poll;
    private readonly TaskLoop _loop;
    private readonly Action _fired;
    private readonly Thread _thread;
    private short _events;
    private bool _isArmed;
    private volatile bool _stopping;

    /// <param name="file">What is watched.</param>
    /// <param name="loop">Where <paramref name="ready"/> is called.</param>
    /// <param name="ready">Something is there, perhaps; the device looks again.</param>
    public TapWatcher(SafeFileHandle file, TaskLoop loop, Action ready)
    {
        _loop = loop;
        _poll = new TapPoll(file);
        _fired = () =>
        {
            _isArmed = false;
            ready();
        };
        _thread = new Thread(Run) { IsBackground = true, Name = "tap" };
        _thread.Start();
    }

    /// <summary>Watches until something is there, once. A watch that still runs goes on, with the new events. Loop thread.</summary>
    public void Arm(short events)
    {
        bool changes = Interlocked.Exchange(ref _events, events) != events;
        if (_isArmed)
        {
            if (changes)
                _poll.Wake();
            return;
        }

        _isArmed = true;
        _armed.Set();
    }

    public void Dispose()
    {
        _stopping = true;
        _poll.Wake();
        _armed.Set();
        _thread.Join();
        _poll.Dispose();
        _armed.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _armed.WaitOne();
            while (!_stopping && _poll.Wait(Volatile.Read(ref _events), Timeout.InfiniteTimeSpan) == 0)
            {
                // Woken: the events changed, or it is to stop.
            }

            if (_stopping)
                return;
            _loop.Post(_fired);
        }
    }
}
