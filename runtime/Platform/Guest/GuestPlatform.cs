using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>The loop's clock and its wait in the guest: one futex word that interrupts and other threads increment.</summary>
/// <remarks>
/// <see cref="WaitUntil"/> sleeps only while the word still has the value of the last look, so nothing that happened in between is lost.
/// Interrupt lines are looked at on the loop thread, after each sleep and in each turn of the loop; there they end their waits.
/// Native memory holds the words: the shim increments them from its interrupt handler.
/// </remarks>
public sealed class GuestPlatform : ILoopPlatform
{
    private const int MonotonicClock = 1;
    private const int RealtimeClock = 0;

    /// <summary>Distance of the words: one per cache line.</summary>
    private const int WordSpacing = 64;

    private readonly GuestMemory _words;
    private readonly List<GuestInterruptLine> _lines = [];
    private uint _seen;

    /// <exception cref="InvalidOperationException">The program does not run on our shim, or not even one page of memory is left.</exception>
    public GuestPlatform()
    {
        if (!new GuestMemoryPool().TryAllocate(GuestKernel.PageSize, out var words))
            throw new InvalidOperationException("The shim has no page for the wake-up words.");
        _words = (GuestMemory)words;
    }

    public Instant Now => new(GuestInterop.ClockNanoseconds(MonotonicClock));

    public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch.AddTicks(GuestInterop.ClockNanoseconds(RealtimeClock) / TimeSpan.NanosecondsPerTick);

    internal nint WakeWord => _words.Address;

    public void WaitUntil(Instant deadline)
    {
        uint current = GuestInterop.Read32(WakeWord);
        if (current == _seen)
        {
            GuestInterop.FutexWait(WakeWord, current, deadline.Nanoseconds);
            current = GuestInterop.Read32(WakeWord);
        }

        // The word is noted before the lines are looked at: an interrupt after this ends the next wait at once.
        _seen = current;
        Poll();
    }

    public void Poll()
    {
        foreach (GuestInterruptLine line in _lines)
            line.Look();
    }

    public void Wake()
    {
        GuestInterop.Increment(WakeWord);
        GuestInterop.FutexWake(WakeWord);
    }

    /// <summary>Gives <paramref name="line"/> a word of its own and looks at it from now on.</summary>
    internal nint Register(GuestInterruptLine line)
    {
        int offset = (_lines.Count + 1) * WordSpacing;
        if (offset >= GuestKernel.PageSize)
            throw new InvalidOperationException("More interrupt lines than words.");
        _lines.Add(line);
        return _words.Address + offset;
    }
}
