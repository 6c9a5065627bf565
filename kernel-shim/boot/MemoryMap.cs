using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Boot;

/// <summary>Usable memory as PVH reports it, minus what the loader put there; handed to the frame allocator.</summary>
internal static unsafe class MemoryMap
{
    private const int Capacity = 32;
    private const uint Usable = 1;
    private const ulong BootMapped = 4UL << 30;
    private const ulong Kibibyte = 1024;

    /// <summary>Free memory without which no program gets as far as an error of its own.</summary>
    private const ulong LeastFree = 512UL << 10;

    private struct Ranges
    {
        public fixed ulong Start[Capacity];
        public fixed ulong End[Capacity];
    }

    private static Ranges _ranges;
    private static int _count;

    public static void Add(ulong start, ulong length, uint type)
    {
        ulong end = start + length;
        if (type != Usable || end <= start || start >= PhysicalMemory.Largest || _count == Capacity)
            return;
        _ranges.Start[_count] = start;
        _ranges.End[_count] = end > PhysicalMemory.Largest ? PhysicalMemory.Largest : end;
        _count++;
    }

    /// <summary>Whether an address is RAM.</summary>
    public static bool Contains(ulong address)
    {
        for (int i = 0; i < _count; i++)
        {
            if (address >= _ranges.Start[i] && address < _ranges.End[i])
                return true;
        }

        return false;
    }

    /// <summary>Whether one range of RAM holds all of it.</summary>
    public static bool ContainsRange(ulong start, ulong length)
    {
        for (int i = 0; i < _count; i++)
        {
            if (start >= _ranges.Start[i] && start < _ranges.End[i] && length <= _ranges.End[i] - start)
                return true;
        }

        return false;
    }

    /// <summary>Gives all ranges to the allocator: first what the boot stub mapped, then, with the direct map extended, the rest.</summary>
    public static void Release()
    {
        ulong highest = 0;
        for (int i = 0; i < _count; i++)
            highest = _ranges.End[i] > highest ? _ranges.End[i] : highest;

        ulong imageEnd = PhysicalMemory.RoundUp(LinkedAddresses.ImageEnd());
        int main = -1;
        for (int i = 0; i < _count; i++)
        {
            if (_ranges.Start[i] < imageEnd && _ranges.End[i] > imageEnd)
                main = i;
        }

        ulong bookkeeping = FrameAllocator.BookkeepingSize(PhysicalMemory.RoundUp(highest));
        if (main < 0 || _ranges.End[main] - imageEnd <= bookkeeping)
            Refuse(imageEnd + bookkeeping, main < 0 ? 0 : _ranges.End[main]);
        if (BootModule.Overlaps(imageEnd, imageEnd + bookkeeping))
            BootModule.Refuse("the boot module leaves no memory behind the image"u8);
        FrameAllocator.Initialize(imageEnd, PhysicalMemory.RoundUp(highest));
        ulong imageStart = LinkedAddresses.ImageHeader();
        for (int i = 0; i < _count; i++)
        {
            ulong end = _ranges.End[i] < BootMapped ? _ranges.End[i] : BootMapped;
            if (imageStart < end && imageEnd + bookkeeping > _ranges.Start[i])
            {
                ReleaseAroundModule(_ranges.Start[i], imageStart);
                ReleaseAroundModule(imageEnd + bookkeeping, end);
            }
            else
            {
                ReleaseAroundModule(_ranges.Start[i], end);
            }
        }

        KernelMap.Extend(highest);
        for (int i = 0; i < _count; i++)
        {
            ulong start = _ranges.Start[i] > BootMapped ? _ranges.Start[i] : BootMapped;
            ReleaseAroundModule(start, _ranges.End[i]);
        }

        if (FrameAllocator.FreePages * PhysicalMemory.PageSize >= LeastFree)
            return;
        if (BootModule.IsPresent)
            BootModule.Refuse("the boot module leaves too little memory"u8);
        Refuse(imageEnd + bookkeeping + LeastFree, _ranges.End[main]);
    }

    private static void Refuse(ulong needed, ulong end)
    {
        Report.Text("[shim] too little memory: the image needs at least "u8);
        Report.Decimal(needed / Kibibyte);
        Report.Text(" KiB, the machine has "u8);
        Report.Decimal(end / Kibibyte);
        Report.Text(" KiB"u8);
        Report.EndLine();
        PowerOff.AfterLack(MachineLack.Memory);
    }

    /// <summary>Releases a range without the pages of the boot module.</summary>
    private static void ReleaseAroundModule(ulong start, ulong end)
    {
        if (start >= end)
            return;
        if (!BootModule.Overlaps(start, end))
        {
            FrameAllocator.AddRange(start, end);
            return;
        }

        if (start < BootModule.FirstPage)
            FrameAllocator.AddRange(start, BootModule.FirstPage);
        if (end > BootModule.EndOfPages)
            FrameAllocator.AddRange(BootModule.EndOfPages, end);
    }
}
