using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Time;

/// <summary>Channel 0 of the 8254 interval counter, read by latching; the one clock of known rate that every machine has.</summary>
internal static class IntervalCounter
{
    /// <summary>Ticks per second (Intel 8254 data sheet; 14.31818 MHz / 12).</summary>
    public const ulong Frequency = 1_193_182;

    private const int Command = 0x43;
    private const int Channel0 = 0x40;
    private const int OneShot = 0x30;
    private const int Latch = 0x00;

    /// <summary>Starts counting down from 65535, about 55 ms.</summary>
    public static void Start()
    {
        Cpu.Out8(Command, OneShot);
        Cpu.Out8(Channel0, 0xff);
        Cpu.Out8(Channel0, 0xff);
    }

    public static int Read()
    {
        Cpu.Out8(Command, Latch);
        int low = Cpu.In8(Channel0);
        return low | (Cpu.In8(Channel0) << 8);
    }
}
