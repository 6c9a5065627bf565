namespace DSoftBus.Image.Checks;

/// <summary>What the shim counts (SHIM_COUNTERS), at one moment.</summary>
internal readonly record struct ShimCounters(
    long TimerInterrupts, long DeviceInterrupts, long Switches, long StateSaves, long Threads, long BoundLines, long IdleNanoseconds, long FreePages, long UnreachedPages)
{
    private const int Count = 9;

    public static unsafe ShimCounters Now()
    {
        long* words = stackalloc long[Count];
        if (Machine.Call(Machine.ShimCounters, (nint)words, Count) != Count)
            throw new InvalidOperationException("the shim does not tell its counters");
        return new ShimCounters(words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7], words[8]);
    }
}
