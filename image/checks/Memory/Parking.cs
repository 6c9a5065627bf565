namespace DSoftBus.Image.Checks.Memory;

/// <summary>Stands still for a host that looks at the page tables through QEMU's monitor, with every kind of memory in use.</summary>
internal static unsafe class Parking
{
    /// <summary>With no device mapped.</summary>
    public static void Stand()
    {
        nint heap = Machine.MapPages(4);
        for (int page = 0; page < 4; page++)
            *(byte*)(heap + page * Machine.PageSize) = 0xc3;
        Machine.Call(Machine.Protect, heap, Machine.PageSize, Machine.ReadOnly);
        Machine.Call(Machine.Protect, heap + Machine.PageSize, Machine.PageSize, Machine.ReadExecute);
        Machine.Call(Machine.Protect, heap + 2 * Machine.PageSize, Machine.PageSize, 0);
        CheckLog.Note($"heap {heap:x}");
        Console.WriteLine("parked");
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>With the first device's registers mapped and a block of device memory.</summary>
    public static void StandWithDevice()
    {
        ulong* description = stackalloc ulong[4];
        ulong* block = stackalloc ulong[2];
        ulong window;
        if (Machine.Call(Machine.DeviceInformation, 0, (nint)description) != 0 || Machine.Call(Machine.DeviceMap, 0, (nint)(&window)) != 0 || Machine.Call(Machine.DmaAllocate, 2, (nint)block) != 0)
            throw new InvalidOperationException("no device to map");
        CheckLog.Note($"window {window:x} of {description[0]:x}");
        Stand();
    }
}
