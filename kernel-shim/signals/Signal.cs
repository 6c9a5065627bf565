namespace DSoftBus.KernelShim.Signals;

/// <summary>Signal numbers of Linux on x86-64 (signal(7)).</summary>
internal static class Signal
{
    public const int Illegal = 4;
    public const int Trap = 5;
    public const int Bus = 7;
    public const int FloatingPoint = 8;
    public const int Kill = 9;
    public const int Segmentation = 11;
    public const int Child = 17;
    public const int Continue = 18;
    public const int Stop = 19;
    public const int Urgent = 23;
    public const int WindowChange = 28;
    public const int Largest = 64;

    public static ulong Bit(int signal) => 1UL << (signal - 1);

    /// <summary>SIGKILL and SIGSTOP, which cannot be blocked or handled.</summary>
    public const ulong Unblockable = (1UL << (Kill - 1)) | (1UL << (Stop - 1));
}
