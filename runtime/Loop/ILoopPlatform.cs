using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Loop;

/// <summary>What a loop stands on: a clock, and a way to sleep until something happens.</summary>
public interface ILoopPlatform : IClock
{
    /// <summary>Sleeps until <paramref name="deadline"/> or until <see cref="Wake"/>; a wake that came before counts. May return early for no reason.</summary>
    void WaitUntil(Instant deadline);

    /// <summary>Looks, without waiting, at what happened outside (interrupt lines). The loop calls it each turn, so a busy loop notices too.</summary>
    void Poll()
    {
    }

    /// <summary>Ends the present or the next <see cref="WaitUntil"/>. Thread-safe.</summary>
    void Wake();
}
