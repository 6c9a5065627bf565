namespace DSoftBus.Image.Boot;

/// <summary>Exit codes of the guest program; the shim turns them into the machine's.</summary>
internal static class GuestExitCode
{
    public const int Success = 0;

    /// <summary>The selftest failed, or printed a FAIL marker.</summary>
    public const int SelftestFailed = 1;

    /// <summary>The program could not go on.</summary>
    public const int ProgramFailed = 2;

    /// <summary>A task kept the loop beyond the watchdog's patience.</summary>
    public const int Watchdog = 3;

    /// <summary>A task ran out of memory.</summary>
    public const int OutOfMemory = 4;
}
