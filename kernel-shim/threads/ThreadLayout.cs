namespace DSoftBus.KernelShim.Threads;

/// <summary>
/// Where a thread's registers lie in its page, in bytes. The machine-code stubs save and restore them there,
/// so this file is compiled into both the shim and the stub emitter.
/// </summary>
internal static class ThreadLayout
{
    public const int Rax = 0;
    public const int Rbx = 8;
    public const int Rcx = 16;
    public const int Rdx = 24;
    public const int Rsi = 32;
    public const int Rdi = 40;
    public const int Rbp = 48;
    public const int Rsp = 56;
    public const int R8 = 64;
    public const int R9 = 72;
    public const int R10 = 80;
    public const int R11 = 88;
    public const int R12 = 96;
    public const int R13 = 104;
    public const int R14 = 112;
    public const int R15 = 120;
    public const int Rip = 128;
    public const int Flags = 136;
    public const int Vector = 144;
    public const int ErrorCode = 152;
    public const int FaultAddress = 160;

    /// <summary>The first byte after the part that the stubs touch; the scheduler's own fields follow.</summary>
    public const int SchedulerFields = 168;

    /// <summary>The registers of the last fault that became a signal; for crash reports only.</summary>
    public const int LastFault = 896;

    /// <summary>The XSAVE area in standard form, 64-byte aligned (Intel SDM volume 1, section 13.4).</summary>
    public const int ExtendedState = 1024;

    /// <summary>XMM0 to XMM15 inside the legacy region of that area (Intel SDM volume 1, table 10-2).</summary>
    public const int Xmm = ExtendedState + 160;

    /// <summary>Size of the whole thread: one page.</summary>
    public const int Size = 4096;
}
