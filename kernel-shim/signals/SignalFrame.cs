using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Signals;

/// <summary>
/// What a handler finds on its stack, lowest address first: return address, ucontext, siginfo; above it, 64-byte aligned,
/// the XSAVE area (Linux arch/x86 struct rt_sigframe; x86-64 psABI).
/// </summary>
internal unsafe struct SignalFrame
{
    public const int ContextOffset = 8;
    public const int InfoOffset = ContextOffset + 304;

    /// <summary>Extended state, its trailing magic number, alignment: reserved above the frame.</summary>
    public const ulong StateRoom = (FloatingPoint.AreaSize + 4 + 63) & ~63UL;

    /// <summary>Room that a handler's stack needs at least, for AT_MINSIGSTKSZ: red zone, state, frame, alignment.</summary>
    public const ulong Smallest = 128 + StateRoom + 64 + InfoOffset + 128 + 16;

    public ulong ReturnAddress;

    // ucontext
    public ulong ContextFlags;
    public ulong ContextLink;
    public ulong StackPointer;
    public ulong StackFlags;
    public ulong StackSize;
    public ulong R8;
    public ulong R9;
    public ulong R10;
    public ulong R11;
    public ulong R12;
    public ulong R13;
    public ulong R14;
    public ulong R15;
    public ulong Rdi;
    public ulong Rsi;
    public ulong Rbp;
    public ulong Rbx;
    public ulong Rdx;
    public ulong Rax;
    public ulong Rcx;
    public ulong Rsp;
    public ulong Rip;
    public ulong Flags;
    public ulong Selectors;
    public ulong ErrorCode;
    public ulong Vector;
    public ulong OldMask;
    public ulong FaultAddress;
    public ulong ExtendedState;
    public fixed ulong Reserved[8];
    public ulong Mask;

    // siginfo, 128 bytes
    public int Number;
    public int ErrorNumber;
    public int Code;
    public int Padding;
    public ulong AddressOrSender;
    public fixed ulong InfoRest[13];

    /// <summary>UC_FP_XSTATE, UC_SIGCONTEXT_SS, UC_STRICT_RESTORE_SS.</summary>
    public const ulong AllContextFlags = 1 | 2 | 4;
    public const ulong StackDisabled = 2;
}
