namespace DSoftBus.KernelShim.Firmware;

/// <summary>Looks in AML (ACPI 6.5 chapter 20) for virtio-mmio devices and for the soft-off state, without interpreting it.</summary>
/// <remarks>
/// Firmware writes such devices as plain data: <c>Device (X) { Name (_HID, "LNRO0005") Name (_CRS, ResourceTemplate () {...}) }</c>, and so
/// does QEMU. A device whose resources a method computes is not found. Every step moves forward, so the time is linear in the length.
/// </remarks>
internal static class AmlScanner
{
    private const uint NameOpcode = 0x08;
    private const uint ByteConstant = 0x0a;
    private const uint WordConstant = 0x0b;
    private const uint DoubleConstant = 0x0c;
    private const uint StringPrefix = 0x0d;
    private const uint BufferOpcode = 0x11;
    private const uint PackageOpcode = 0x12;
    private const uint DeviceOpcode = 0x825b; // ExtOpPrefix, DeviceOp

    private const uint HardwareId = 0x4449_485f; // "_HID"
    private const uint CurrentResources = 0x5352_435f; // "_CRS"
    private const uint SoftOffState = 0x5f35_535f; // "_S5_"
    private const ulong VirtioMmio = 0x3530_3030_4f52_4e4c; // "LNRO0005"

    private const uint LargestSleepType = 7;

    /// <summary>Enters every virtio-mmio device between <paramref name="start"/> and the end.</summary>
    public static void FindDevices(FirmwareBytes table, uint start, ref MachineDescription machine)
    {
        uint at = start;
        while (at < table.Length)
            at = IsDevice(table, at, out uint body, out uint end) ? ReadDevice(table, body, end, ref machine) : at + 1;
    }

    /// <summary>The first number of the package \_S5: the value for the sleep type field.</summary>
    public static bool TryFindSoftOff(FirmwareBytes table, uint start, out uint sleepType)
    {
        sleepType = 0;
        for (uint at = start; at < table.Length; at++)
        {
            if (table.U8(at) != NameOpcode || table.U32(at + 1) != SoftOffState || table.U8(at + 5) != PackageOpcode)
                continue;
            if (!TryLength(table, at + 6, out uint size, out uint end))
                continue;
            uint elements = at + 6 + size; // after the length: the number of elements, then the first
            return table.U8(elements) > 0 && TryNumber(table, elements + 1, out sleepType, out uint next) && next <= end && sleepType <= LargestSleepType;
        }

        return false;
    }

    /// <summary>Reads one device up to its end or to the first device inside it; returns where to go on.</summary>
    private static uint ReadDevice(FirmwareBytes table, uint body, uint end, ref MachineDescription machine)
    {
        bool isVirtio = false;
        var resources = default(DeviceResources);
        uint at = body;
        while (at < end && !IsDevice(table, at, out _, out _))
        {
            bool named = table.U8(at) == NameOpcode;
            if (named && table.U32(at + 1) == HardwareId)
            {
                isVirtio |= table.U8(at + 5) == StringPrefix && table.U64(at + 6) == VirtioMmio && table.U8(at + 14) == 0;
                at += 5;
            }
            else if (named && table.U32(at + 1) == CurrentResources && TryBuffer(table, at + 5, end, out uint data, out uint after))
            {
                resources = DeviceResources.Read(table, data, after);
                at = after;
            }
            else
            {
                at++;
            }
        }

        if (isVirtio && resources.IsComplete)
            machine.AddDevice(resources.Address, resources.Length, resources.Line, resources.Flags);
        return at;
    }

    private static bool IsDevice(FirmwareBytes table, uint at, out uint body, out uint end)
    {
        body = 0;
        end = 0;
        if (table.U16(at) != DeviceOpcode || !TryLength(table, at + 2, out uint size, out end))
            return false;
        body = at + 2 + size;
        return body < end;
    }

    /// <summary>DefBuffer: opcode, length, size, bytes.</summary>
    private static bool TryBuffer(FirmwareBytes table, uint at, uint limit, out uint data, out uint end)
    {
        data = 0;
        end = 0;
        return table.U8(at) == BufferOpcode && TryLength(table, at + 1, out uint size, out end) && end <= limit
            && TryNumber(table, at + 1 + size, out _, out data) && data <= end;
    }

    /// <summary>PkgLength (section 20.2.4): 1 to 4 bytes, which count themselves. False when the end lies beyond the table.</summary>
    private static bool TryLength(FirmwareBytes table, uint at, out uint size, out uint end)
    {
        uint lead = table.U8(at);
        uint more = lead >> 6;
        size = more + 1;
        uint length = more == 0 ? lead & 0x3f : lead & 0x0f;
        for (uint i = 0; i < more; i++)
            length |= table.U8(at + 1 + i) << (int)(4 + 8 * i);
        end = at + length;
        return length >= size && at < table.Length && length <= table.Length - at;
    }

    /// <summary>A constant of up to 32 bits.</summary>
    private static bool TryNumber(FirmwareBytes table, uint at, out uint value, out uint next)
    {
        uint opcode = table.U8(at);
        uint size = opcode switch
        {
            0 or 1 => 0u,
            ByteConstant => 1u,
            WordConstant => 2u,
            DoubleConstant => 4u,
            _ => 8u,
        };
        value = size switch
        {
            0 => opcode,
            1 => table.U8(at + 1),
            2 => table.U16(at + 1),
            _ => table.U32(at + 1),
        };
        next = at + 1 + size;
        return size <= 4 && next <= table.Length;
    }
}
