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
}
