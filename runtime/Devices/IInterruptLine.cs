using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Devices;

/// <summary>One interrupt line of one device. An interrupt masks the line; it stays masked until <see cref="Rearm"/>.</summary>
/// <remarks>
/// The order that loses no interrupt: quiet the device's own interrupt status, <see cref="Rearm"/>, look at the rings,
/// and only then <see cref="WaitAsync"/>. An interrupt that came since the last wait is remembered and ends the wait at once.
/// </remarks>
public interface IInterruptLine
{
    /// <summary>Unmasks the line. Harmless when it is not masked.</summary>
    void Rearm();

    /// <summary>Waits for the next interrupt; one waiter at a time.</summary>
    /// <returns>True when an interrupt came, false when <paramref name="deadline"/> passed first.</returns>
    ValueTask<bool> WaitAsync(Instant deadline);

    /// <summary>Ends a wait as if an interrupt had come: for a driver that closes its device under somebody who waits.</summary>
    void EndWait();
}
