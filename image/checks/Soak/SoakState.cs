using System.Collections.Concurrent;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>What the workers of a soak share: when to stop, what they counted, what went wrong, whom signals may hit.</summary>
internal sealed class SoakState
{
    private const int MostFailures = 20;

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<nint, bool> _targets = new();
    private volatile bool _isStopping;

    public bool IsStopping
    {
        get => _isStopping;
        set => _isStopping = value;
    }

    public List<SoakCounter> Counters { get; } = [];

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>System ids of the threads that signals are sent to.</summary>
    public ICollection<nint> Targets => _targets.Keys;

    public SoakCounter Counter(string name)
    {
        var counter = new SoakCounter(name);
        Counters.Add(counter);
        return counter;
    }

    /// <summary>An invariant does not hold; the first ones are kept and printed.</summary>
    public void Fail(string what)
    {
        if (_failures.Count < MostFailures)
            _failures.Enqueue(what);
    }

    /// <summary>From now on signals may hit the calling thread, until <see cref="Leave"/>.</summary>
    public void Enter() => _targets[Machine.Call(186)] = true;

    public void Leave() => _targets.TryRemove(Machine.Call(186), out _);
}
