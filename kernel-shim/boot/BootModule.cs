using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Boot;

/// <summary>The file that the loader put into memory beside the image (QEMU: <c>-initrd FILE</c>); the program reads it as <c>/boot/module</c>.</summary>
/// <remarks>The shim does not look into it: it checks that the bytes lie in memory, beside the image, and never gives their pages away.</remarks>
internal static unsafe class BootModule
{
    /// <summary>The largest that is accepted.</summary>
    private const ulong Largest = 1UL << 30;

    /// <summary>struct hvm_modlist_entry (Xen public/arch-x86/hvm/start_info.h).</summary>
    private struct Entry
    {
        public ulong Address;
        public ulong Size;
        public ulong CommandLine;
        public ulong Reserved;
    }

    public static bool IsPresent => Length > 0;

    /// <summary>Physical address of the first byte.</summary>
    public static ulong Address { get; private set; }

    /// <summary>Length in bytes; 0 without a module.</summary>
    public static ulong Length { get; private set; }

    /// <summary>The pages that hold it.</summary>
    public static ulong FirstPage => PhysicalMemory.RoundDown(Address);

    /// <summary>The end of the pages that hold it.</summary>
    public static ulong EndOfPages => PhysicalMemory.RoundUp(Address + Length);

    /// <summary>Takes the first module of the loader's list. Needs the memory map.</summary>
    public static void Read(ulong list, uint count)
    {
        if (count == 0)
            return;
        if (count > 1)
            Report.Line("more than one boot module; the first is used"u8);
        var entry = (Entry*)PhysicalMemory.At(list);
        if (entry->Size == 0)
            return;
        if (entry->Size > Largest)
            Refuse("the boot module is larger than 1 GiB"u8);
        if (!MemoryMap.ContainsRange(entry->Address, entry->Size))
            Refuse("the boot module does not lie in memory"u8);
        Address = entry->Address;
        Length = entry->Size;
        if (Overlaps(LinkedAddresses.ImageHeader(), LinkedAddresses.ImageEnd()))
            Refuse("the boot module lies over the image: the machine needs more memory"u8);
    }

    /// <summary>Whether a page of the module lies in [start, end).</summary>
    public static bool Overlaps(ulong start, ulong end) => IsPresent && start < EndOfPages && end > FirstPage;

    /// <summary>Ends the machine: with this module it cannot go on.</summary>
    public static void Refuse(System.ReadOnlySpan<byte> why)
    {
        Report.Line(why);
        PowerOff.AfterLack(MachineLack.BootModule);
    }
}
