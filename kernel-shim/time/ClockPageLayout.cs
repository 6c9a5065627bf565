namespace DSoftBus.KernelShim.Time;

/// <summary>Where the parameters lie in the page with the program's clock, in bytes from its start. Compiled into both the shim and the stub emitter.</summary>
internal static class ClockPageLayout
{
    /// <summary>Time-stamp counter at monotonic zero (8 bytes).</summary>
    public const int Start = 0x200;

    /// <summary>Nanoseconds of one tick, times 2^32 (8 bytes).</summary>
    public const int Multiplier = Start + 8;

    /// <summary>Wall-clock time at monotonic zero, in nanoseconds since 1970 (8 bytes).</summary>
    public const int WallAtStart = Start + 16;

    /// <summary>Size of everything, code included, at most; a multiple of 8 that stays below a page.</summary>
    public const int Size = 0x300;
}
