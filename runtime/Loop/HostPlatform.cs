using System.Diagnostics;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Loop;

/// <summary>A process on an ordinary operating system: its monotonic clock, its waits (to the millisecond, never early by rounding).</summary>
public sealed class HostPlatform : ILoopPlatform, IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly AutoResetEvent _wake = new(initialState: false);

    public Instant Now => Instant.Zero + Stopwatch.GetElapsedTime(_start);

    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    public void WaitUntil(Instant deadline)
    {
        if (deadline == Instant.Never)
        {
            _wake.WaitOne();
            return;
        }

        var milliseconds = Math.Ceiling((deadline - Now).TotalMilliseconds);
        _wake.WaitOne((int)Math.Clamp(milliseconds, 0, int.MaxValue));
    }

    public void Wake() => _wake.Set();

    public void Dispose() => _wake.Dispose();
}
