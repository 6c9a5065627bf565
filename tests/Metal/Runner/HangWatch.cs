namespace DSoftBus.Tests.Metal.Runner;

/// <summary>Notices a test that does not come back, from a thread of its own: such a test may hold its thread for good.</summary>
/// <param name="limit">How long one test may take.</param>
/// <param name="onHang">Called once, on the watch's thread, with the test's index.</param>
internal sealed class HangWatch(TimeSpan limit, Action<int> onHang) : IDisposable
{
    private readonly object _gate = new();
    private int _running = -1;
    private long _deadline;
    private bool _ended;

    public void Start() => new Thread(Watch) { IsBackground = true, Name = "hang watch" }.Start();

    public void Begin(int index) => Set(index);

    public void End() => Set(-1);

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Set(int running)
    {
        lock (_gate)
        {
            _running = running;
            _deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        }
    }

    private void Watch()
    {
        int hanging;
        lock (_gate)
        {
            // Every test moves the deadline; the watch wakes at the old one and sleeps on to the new one.
            long left = (long)limit.TotalMilliseconds;
            do
            {
                Monitor.Wait(_gate, (int)Math.Max(1, left));
                if (_ended)
                    return;
                left = _running < 0 ? (long)limit.TotalMilliseconds : _deadline - Environment.TickCount64;
            }
            while (left > 0);
            hanging = _running;
        }

        onHang(hanging);
    }
}
