using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap;

/// <summary>The time of a loop that looks at the clock once a round: everything in one round happens at one instant.</summary>
internal sealed class SteppedClock : IClock, IDisposable
{
    private readonly HostPlatform _platform = new();

    public Instant Now { get; private set; }

    public DateTimeOffset UtcNow => _platform.UtcNow;

    /// <summary>Begins a round.</summary>
    public Instant Step() => Now = _platform.Now;

    /// <summary>How long it is until <paramref name="deadline"/> by the clock itself; for waits.</summary>
    public TimeSpan Until(Instant deadline) => deadline == Instant.Never ? Timeout.InfiniteTimeSpan : deadline > Now ? deadline - _platform.Now : TimeSpan.Zero;

    public void Dispose() => _platform.Dispose();
}
