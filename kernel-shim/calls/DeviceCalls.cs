using DSoftBus.KernelShim.Interrupts;
using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Calls;

/// <summary>Our own calls for drivers in ring 3: registers, interrupts and memory of devices.</summary>
/// <remarks>There is no IOMMU: a driver that programs a device wrongly can reach all memory, the shim's included.</remarks>
internal static unsafe class DeviceCalls
{
    private const ulong VirtioMmio = 1;
    private const ulong LargestAllocation = 1UL << FrameAllocator.LargestOrder;

    private struct Description
    {
        public ulong Registers;
        public uint Length;
        public uint Line;
        public uint Kind;
        public uint Padding;
        public ulong Reserved;
    }

    public static long Information(ulong index, ulong address)
    {
        Device* device = DeviceTable.At(index);
        if (device == null)
            return Error.NoEntry;
        var description = default(Description);
        description.Registers = device->Registers;
        description.Length = device->Length;
        description.Line = device->Line;
        description.Kind = (uint)VirtioMmio;
        return ProgramMemory.TryCopyOut(address, &description, (ulong)sizeof(Description)) ? 0 : Error.BadAddress;
    }

    /// <summary>Maps the page of the device's window once; later calls return the same address.</summary>
    public static long Map(ulong index, ulong address)
    {
        Device* device = DeviceTable.At(index);
        if (device == null)
            return Error.NoEntry;
        if (!ProgramMemory.TryWrite(address, 0UL))
            return Error.BadAddress;
        if (device->Mapped == 0)
        {
            ulong page = AddressSpace.FindGap(PhysicalMemory.PageSize);
            if (page == 0 || AddressSpace.Add(page, PhysicalMemory.PageSize, Access.ReadWrite, RegionKind.DeviceRegisters) != 0)
                return Error.NoMemory;
            ulong entry = PhysicalMemory.RoundDown(device->Registers) | PageTable.FlagsOf(Access.ReadWrite) | PageTable.Uncached | PageTable.Borrowed;
            if (!PageTable.Set(page, entry))
            {
                AddressSpace.RemoveExactly(page, PhysicalMemory.PageSize, RegionKind.DeviceRegisters);
                return Error.NoMemory;
            }

            device->Mapped = page + (device->Registers & PhysicalMemory.PageMask);
        }

        return ProgramMemory.TryWrite(address, device->Mapped) ? 0 : Error.BadAddress;
    }

    public static long Bind(ulong index, ulong lineWord, ulong wakeWord)
    {
        Device* device = DeviceTable.At(index);
        if (device == null)
            return Error.NoEntry;
        if (((lineWord | wakeWord) & 3) != 0 || !IoApic.HasLine(device->Line))
            return Error.InvalidArgument;
        ulong linePhysical = WritablePhysical(lineWord);
        ulong wakePhysical = WritablePhysical(wakeWord);
        if (linePhysical == 0 || wakePhysical == 0)
            return Error.BadAddress;
        InterruptBindings.Bind(device->Line, lineWord, linePhysical, wakeWord, wakePhysical);
        return 0;
    }

    public static long Rearm(ulong index)
    {
        Device* device = DeviceTable.At(index);
        if (device == null)
            return Error.NoEntry;
        if (!InterruptBindings.IsBound(device->Line))
            return Error.InvalidArgument;
        IoApic.Unmask(device->Line);
        return 0;
    }

    public static long AllocateMemory(ulong pages, ulong address)
    {
        if (pages is 0 or > LargestAllocation)
            return Error.InvalidArgument;
        if (!ProgramMemory.TryWrite(address, 0UL) || !ProgramMemory.TryWrite(address + 8, 0UL))
            return Error.BadAddress;
        ulong length = pages * PhysicalMemory.PageSize;
        ulong at = AddressSpace.FindGap(length);
        ulong physical = at == 0 ? 0 : FrameAllocator.AllocateContiguous(pages);
        if (physical == 0)
            return Error.NoMemory;
        if (AddressSpace.Add(at, length, Access.ReadWrite, RegionKind.DeviceMemory) != 0)
        {
            for (ulong offset = 0; offset < length; offset += PhysicalMemory.PageSize)
                FrameAllocator.Free(physical + offset);
            return Error.NoMemory;
        }

        for (ulong offset = 0; offset < length; offset += PhysicalMemory.PageSize)
        {
            if (PageTable.Set(at + offset, (physical + offset) | PageTable.FlagsOf(Access.ReadWrite)))
                continue;
            for (ulong rest = offset; rest < length; rest += PhysicalMemory.PageSize)
                FrameAllocator.Free(physical + rest);
            AddressSpace.RemoveExactly(at, length, RegionKind.DeviceMemory);
            return Error.NoMemory;
        }

        bool written = ProgramMemory.TryWrite(address, at) && ProgramMemory.TryWrite(address + 8, physical);
        return written ? 0 : Error.BadAddress;
    }

    public static long FreeMemory(ulong address, ulong pages)
    {
        if (pages is 0 or > LargestAllocation)
            return Error.InvalidArgument;
        return AddressSpace.RemoveExactly(address, pages * PhysicalMemory.PageSize, RegionKind.DeviceMemory);
    }

    /// <summary>The physical address of a word of the program that may be written; its page is brought in first. 0 if it may not.</summary>
    private static ulong WritablePhysical(ulong address)
    {
        if (!ProgramMemory.TryRead(address, out uint value) || !ProgramMemory.TryWrite(address, value))
            return 0;
        ulong* entry = PageTable.Find(address);
        Region* region = RegionTable.Find(address);
        if (entry == null || region == null || region->Kind == RegionKind.DeviceRegisters)
            return 0;
        return (*entry & PageTable.AddressMask) | (address & PhysicalMemory.PageMask);
    }
}
