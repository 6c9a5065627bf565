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
    /// <returns>Zero when it has come; <see cref="Timeout.InfiniteTimeSpan"/> for <see cref="Instant.Never"/>.</returns>
    public TimeSpan Until(Instant deadline)
    {
        if (deadline == Instant.Never)
            return Timeout.InfiniteTimeSpan;
        if (deadline <= Now)
            return TimeSpan.Zero;
        Instant now = _platform.Now;
        return deadline > now ? deadline - now : TimeSpan.Zero;
    }

    public void Dispose() => _platform.Dispose();
}
