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

    /// <summary>The boot module was refused.</summary>
    public const int BootModule = 5;

    /// <summary>The machine has no network device that can be used.</summary>
    public const int NoNetwork = 6;

    /// <summary>The machine has no source of randomness, so the device has no keys.</summary>
    public const int NoEntropy = 7;
}
