namespace DSoftBus.Qemu.Launch;

/// <summary>How much of a processor the emulator takes over a stretch of time.</summary>
internal sealed class ProcessorMeter(TimeProvider clock)
{
    private TimeSpan? _atBegin;
    private long _begin;

    /// <summary>Share of one core; null before <see cref="End"/>, and when the process was not there at both ends.</summary>
    public double? Share { get; private set; }

    public void Begin(int processId)
    {
        _atBegin = ProcessorTime.Of(processId);
        _begin = clock.GetTimestamp();
    }

    public void End(int processId)
    {
        TimeSpan elapsed = clock.GetElapsedTime(_begin);
        if (_atBegin is { } begin && ProcessorTime.Of(processId) is { } end && elapsed > TimeSpan.Zero)
            Share = (end - begin) / elapsed;
    }
}
