using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Time;

namespace DSoftBus.KernelShim.Interrupts;

/// <summary>The CPU's own interrupt controller and its timer (Intel SDM volume 3 chapter 11), in xAPIC mode.</summary>
internal static unsafe class LocalApic
{
    public const ulong Address = 0xfee0_0000;

    private const uint BaseMsr = 0x1b;
    private const ulong BaseEnable = 0x800;
    private const ulong BaseFlagsMask = 0xfff & ~0x400UL; // without x2APIC
    private const int EndOfInterruptRegister = 0xb0;
    private const int SpuriousRegister = 0xf0;
    private const int TimerRegister = 0x320;
    private const int InitialCountRegister = 0x380;
    private const int CurrentCountRegister = 0x390;
    private const int DivideRegister = 0x3e0;
    private const uint DivideBy16 = 3;
    private const uint SoftwareEnable = 0x100;
    private const uint Masked = 0x1_0000;
    private const uint LargestCount = 0xffff_ffff;

    private static ulong _frequency;

    public static uint CurrentCount => Read(CurrentCountRegister);

    public static void Initialize()
    {
        Cpu.WriteMsr(BaseMsr, Address | (Cpu.ReadMsr(BaseMsr) & BaseFlagsMask) | BaseEnable);
        Write(SpuriousRegister, SoftwareEnable | Vectors.Spurious);
        Write(DivideRegister, DivideBy16);
    }

    /// <summary>Lets the timer count down without an interrupt, for calibration.</summary>
    public static void StartCounting()
    {
        Write(TimerRegister, Masked);
        Write(InitialCountRegister, LargestCount);
    }

    public static void SetTimerFrequency(ulong frequency)
    {
        _frequency = frequency;
        Write(InitialCountRegister, 0);
        Write(TimerRegister, Vectors.Timer); // one-shot
    }

    /// <summary>One interrupt after <paramref name="nanoseconds"/>, at least one tick from now. Replaces an earlier setting.</summary>
    public static void StartTimer(ulong nanoseconds)
    {
        ulong ticks = nanoseconds / Clock.NanosecondsPerSecond * _frequency + nanoseconds % Clock.NanosecondsPerSecond * _frequency / Clock.NanosecondsPerSecond + 1;
        Write(InitialCountRegister, ticks > LargestCount ? LargestCount : (uint)ticks);
    }

    public static void EndOfInterrupt() => Write(EndOfInterruptRegister, 0);

    private static uint Read(int register) => *(uint*)PhysicalMemory.At(Address + (ulong)register);

    private static void Write(int register, uint value) => *(uint*)PhysicalMemory.At(Address + (ulong)register) = value;
}
