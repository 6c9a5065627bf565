using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Loop;

/// <summary>Simulated time: it stands still while the loop has work and jumps to the next deadline when it has none.</summary>
public sealed class VirtualPlatform : ILoopPlatform
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int _wakes;

    public Instant Now { get; private set; } = Instant.Zero;

    public DateTimeOffset UtcNow => Epoch + (Now - Instant.Zero);

    /// <exception cref="InvalidOperationException">Nothing will ever happen: the simulated program is stuck.</exception>
    public void WaitUntil(Instant deadline)
    {
        if (Interlocked.Exchange(ref _wakes, 0) != 0)
            return;
        if (deadline == Instant.Never)
            throw new InvalidOperationException("The simulation is stuck: no work is ready and no timer is set.");
        Now = Instant.Max(Now, deadline);
    }

    public void Wake() => Interlocked.Exchange(ref _wakes, 1);
}
