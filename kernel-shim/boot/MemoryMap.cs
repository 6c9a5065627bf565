using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Boot;

/// <summary>Usable memory as PVH reports it, minus what the loader put there; handed to the frame allocator.</summary>
internal static unsafe class MemoryMap
{
    private const int Capacity = 32;
    private const uint Usable = 1;
    private const ulong BootMapped = 4UL << 30;

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
            Panic.Stop("too little memory for the image"u8);
        FrameAllocator.Initialize(imageEnd, PhysicalMemory.RoundUp(highest));
        ulong imageStart = LinkedAddresses.ImageHeader();
        for (int i = 0; i < _count; i++)
        {
            ulong end = _ranges.End[i] < BootMapped ? _ranges.End[i] : BootMapped;
            ReleaseAround(_ranges.Start[i], end, imageStart, imageEnd + bookkeeping);
        }

        KernelMap.Extend(highest);
        for (int i = 0; i < _count; i++)
        {
            ulong start = _ranges.Start[i] > BootMapped ? _ranges.Start[i] : BootMapped;
            if (start < _ranges.End[i])
                FrameAllocator.AddRange(start, _ranges.End[i]);
        }
    }

    /// <summary>Releases a range without its overlap with [from, to).</summary>
    private static void ReleaseAround(ulong start, ulong end, ulong from, ulong to)
    {
        if (start >= end)
            return;
        if (end <= from || start >= to)
        {
            FrameAllocator.AddRange(start, end);
            return;
        }

        if (start < from)
            FrameAllocator.AddRange(start, from);
        if (end > to)
            FrameAllocator.AddRange(to, end);
    }
}
