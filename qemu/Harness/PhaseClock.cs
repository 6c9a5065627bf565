namespace DSoftBus.Qemu.Harness;

/// <summary>Runs phases in order and keeps how long each took.</summary>
public sealed class PhaseClock(IRunProgress progress, TimeProvider clock)
{
    private readonly Dictionary<string, TimeSpan> _durations = [];
    private readonly long _started = clock.GetTimestamp();

    /// <summary>The phase that runs now, or ran last.</summary>
    public string Current { get; private set; } = "";

    /// <summary>Durations of the phases that were begun.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Durations => _durations;

    /// <summary>Since the run began.</summary>
    public TimeSpan Total => clock.GetElapsedTime(_started);

    /// <summary>Runs one phase. Its duration is kept however it ends.</summary>
    public async Task RunAsync(string phase, Func<Task> body)
    {
        Current = phase;
        progress.PhaseStarted(phase);
        long started = clock.GetTimestamp();
        try
        {
            await body();
            progress.PhaseEnded(phase, clock.GetElapsedTime(started));
        }
        finally
        {
            _durations[phase] = clock.GetElapsedTime(started);
        }
    }
}
