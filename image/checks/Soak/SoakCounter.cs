namespace DSoftBus.Image.Checks.Soak;

/// <summary>Counts one kind of work; a counter that stands still while its workers run means a wake-up was lost.</summary>
internal sealed class SoakCounter(string name)
{
    private long _value;
    private long _seen;
    private long _movedAt;

    public string Name => name;

    public long Value => Volatile.Read(ref _value);

    public void Add(long count = 1) => Interlocked.Add(ref _value, count);

    public void Reset()
    {
        Volatile.Write(ref _value, 0);
        _seen = 0;
        _movedAt = TimeSpec.Now();
    }

    /// <summary>For how many nanoseconds the counter has not moved; asked by one thread again and again.</summary>
    public long StandsFor(long now)
    {
        long value = Value;
        if (value != _seen)
        {
            _seen = value;
            _movedAt = now;
        }

        return now - _movedAt;
    }
}
