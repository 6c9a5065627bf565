using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Firmware;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Interrupts;

/// <summary>The controllers that turn device lines into interrupts (Intel 82093AA data sheet). Lines are numbered through all of them; every line starts masked.</summary>
/// <remarks>Where they are and which lines they have is in the ACPI tables; without those there is one at the usual place, from line 0.</remarks>
internal static unsafe class IoApic
{
    /// <summary>Most lines that there are vectors for.</summary>
    public const uint LargestLineCount = Vectors.Spurious - Vectors.FirstLine;

    private const ulong UsualAddress = 0xfec0_0000;
    private const ulong LowestAddress = 0xfec0_0000;
    private const ulong HighestAddress = 0xfedf_f000;
    private const int MostControllers = MachineDescription.MostControllers;

    private const uint VersionRegister = 1;
    private const uint FirstEntry = 0x10;
    private const uint ActiveLow = 1 << 13;
    private const uint LevelTriggered = 1 << 15;
    private const uint Masked = 1 << 16;
    private const uint NothingThere = 0xffff_ffff;
    private const int DataOffset = 0x10;

    private struct Controllers
    {
        public fixed ulong Address[MostControllers];
        public fixed uint First[MostControllers];
        public fixed uint End[MostControllers];
        public fixed uint Mode[(int)LargestLineCount];
    }

    private static Controllers _controllers;
    private static int _count;

    /// <summary>Ends with one line when there is none.</summary>
    public static void Initialize()
    {
        ref MachineDescription machine = ref MachineFirmware.Machine;
        for (int i = 0; i < machine.ControllerCount; i++)
            Add(machine.ControllerAddress(i), machine.ControllerFirstLine(i));
        if (_count == 0)
            Add(UsualAddress, 0);
        if (_count > 0)
            return;
        Report.Line("no interrupt controller (IOAPIC)"u8);
        PowerOff.AfterLack(MachineLack.InterruptController);
    }

    /// <summary>Whether a controller has its registers in this page.</summary>
    public static bool OwnsPage(ulong page)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_controllers.Address[i] == page)
                return true;
        }

        return false;
    }

    public static bool HasLine(uint line) => Find(line) >= 0;

    /// <summary>How the device drives its line: level-triggered always, active high unless told otherwise.</summary>
    public static void SetMode(uint line, uint flags) =>
        _controllers.Mode[(int)line] = LevelTriggered | ((flags & MachineDescription.ActiveLow) != 0 ? ActiveLow : 0);

    public static void Mask(uint line) => WriteEntry(line, Masked);

    /// <summary>Lets the line through to CPU 0.</summary>
    public static void Unmask(uint line) => WriteEntry(line, 0);

    private static void Add(ulong address, uint first)
    {
        if (address is < LowestAddress or > HighestAddress || (address & PhysicalMemory.PageMask) != 0 || first >= LargestLineCount || OwnsPage(address))
            return;
        uint version = Read(address, VersionRegister);
        if (version is 0 or NothingThere)
            return;
        uint end = first + ((version >> 16) & 0xff) + 1;
        _controllers.Address[_count] = address;
        _controllers.First[_count] = first;
        _controllers.End[_count] = end > LargestLineCount ? LargestLineCount : end;
        _count++;
        for (uint line = first; line < end && line < LargestLineCount; line++)
        {
            SetMode(line, 0);
            Mask(line);
        }
    }

    private static int Find(uint line)
    {
        for (int i = 0; i < _count; i++)
        {
            if (line >= _controllers.First[i] && line < _controllers.End[i])
                return i;
        }

        return -1;
    }

    private static void WriteEntry(uint line, uint mask)
    {
        int controller = Find(line);
        if (controller < 0)
            return;
        ulong address = _controllers.Address[controller];
        uint entry = FirstEntry + (line - _controllers.First[controller]) * 2;
        if (mask == 0)
            Write(address, entry + 1, 0); // to CPU 0
        Write(address, entry, mask | _controllers.Mode[(int)line] | (Vectors.FirstLine + line));
    }

    private static uint Read(ulong address, uint register)
    {
        *(uint*)PhysicalMemory.At(address) = register;
        return *(uint*)PhysicalMemory.At(address + DataOffset);
    }

    private static void Write(ulong address, uint register, uint value)
    {
        *(uint*)PhysicalMemory.At(address) = register;
        *(uint*)PhysicalMemory.At(address + DataOffset) = value;
    }
}
