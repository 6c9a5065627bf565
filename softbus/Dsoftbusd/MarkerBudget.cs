using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>
/// Lines that a peer can cause. A peer must not fill the serial line, so they come from a bucket: a burst of 64, one more each second.
/// </summary>
internal sealed class MarkerBudget(TaskContext task)
{
    private const int Burst = 64;

    private int _tokens = Burst;
    private Instant _refilled = task.Now;

    /// <summary>Lines that were not printed.</summary>
    public long Suppressed { get; private set; }

    public void Print(string line)
    {
        long seconds = (task.Now - _refilled).Ticks / TimeSpan.TicksPerSecond;
        if (seconds > 0)
        {
            _tokens = (int)Math.Min(Burst, _tokens + seconds);
            _refilled = task.Now;
        }

        if (_tokens == 0)
        {
            Suppressed++;
            return;
        }

        _tokens--;
        task.Log.Marker(line);
    }
}
