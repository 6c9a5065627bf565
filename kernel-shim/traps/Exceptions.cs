namespace DSoftBus.KernelShim.Traps;

/// <summary>The CPU's exceptions by vector (Intel SDM volume 3 table 6-1).</summary>
internal static class Exceptions
{
    public const int DivideError = 0;
    public const int Debug = 1;
    public const int NonMaskable = 2;
    public const int Breakpoint = 3;
    public const int InvalidOpcode = 6;
    public const int DoubleFault = 8;
    public const int SegmentNotPresent = 11;
    public const int StackSegment = 12;
    public const int GeneralProtection = 13;
    public const int PageFault = 14;
    public const int X87 = 16;
    public const int Alignment = 17;
    public const int MachineCheck = 18;
    public const int Simd = 19;

    /// <summary>The CPU keeps the vectors below for itself.</summary>
    public const int FirstInterrupt = 32;

    /// <summary>No vector: what a thread's record says after a system call, with the call's number as its error code.</summary>
    public const int SystemCall = 256;
}
