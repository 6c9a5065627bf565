namespace DSoftBus.Runtime.Time;

/// <summary>The clocks that a task may read.</summary>
public interface IClock
{
    /// <summary>Monotonic time; the base of every deadline.</summary>
    Instant Now { get; }

    /// <summary>Wall-clock time, for logs only: it may jump and may be wrong.</summary>
    DateTimeOffset UtcNow { get; }
}
