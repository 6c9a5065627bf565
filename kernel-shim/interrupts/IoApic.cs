using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Interrupts;

/// <summary>The controller that turns device lines into interrupts (Intel 82093AA data sheet). Every line starts masked.</summary>
internal static unsafe class IoApic
{
    public const ulong Address = 0xfec0_0000;

    private const uint VersionRegister = 1;
    private const uint FirstEntry = 0x10;
    private const uint LevelTriggered = 1 << 15;
    private const uint Masked = 1 << 16;
    private const int DataOffset = 0x10;

    /// <summary>Most lines that there are vectors for.</summary>
    public const uint LargestLineCount = Vectors.Spurious - Vectors.FirstLine;

    public static uint LineCount { get; private set; }

    public static void Initialize()
    {
        uint lines = ((Read(VersionRegister) >> 16) & 0xff) + 1;
        LineCount = lines > LargestLineCount ? LargestLineCount : lines;
        for (uint line = 0; line < LineCount; line++)
            Mask(line);
    }

    public static void Mask(uint line) => Write(FirstEntry + line * 2, Masked | LevelTriggered | (Vectors.FirstLine + line));

    /// <summary>Lets the line through to CPU 0: level-triggered, active high.</summary>
    public static void Unmask(uint line)
    {
        Write(FirstEntry + line * 2 + 1, 0);
        Write(FirstEntry + line * 2, LevelTriggered | (Vectors.FirstLine + line));
    }

    private static uint Read(uint register)
    {
        *(uint*)PhysicalMemory.At(Address) = register;
        return *(uint*)PhysicalMemory.At(Address + DataOffset);
    }

    private static void Write(uint register, uint value)
    {
        *(uint*)PhysicalMemory.At(Address) = register;
        *(uint*)PhysicalMemory.At(Address + DataOffset) = value;
    }
}
