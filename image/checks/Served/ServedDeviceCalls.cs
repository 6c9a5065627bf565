using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks.Served;

/// <summary>The shim's own calls. Those for devices need one: a machine without is told so.</summary>
internal static unsafe class ServedDeviceCalls
{
    /// <summary>"virt", the first register of a virtio device (virtio 1.2 section 4.2.2).</summary>
    private const uint Magic = 0x7472_6976;

    private const int Counters = 9;

    public static void Run(CheckLog log)
    {
        ulong* words = stackalloc ulong[Counters];
        bool allocated = Machine.Call(Machine.DmaAllocate, 2, (nint)words) == 0 && words[1] != 0;
        ServedCallChecks.Check(log, 0x1004, "DMA_ALLOCATE", allocated);
        ServedCallChecks.Check(log, 0x1005, "DMA_FREE", allocated && Machine.Call(Machine.DmaFree, (nint)words[0], 2) == 0);
        ServedCallChecks.Check(log, 0x1006, "ENTROPY_ADD", Machine.Call(Machine.EntropyAdd, (nint)words, 16) == 0);
        ServedCallChecks.Check(log, 0x1007, "SHIM_INFO", Machine.Call(Machine.ShimInformation, (nint)words) == 0 && words[1] > words[2] && words[2] > 0);
        ServedCallChecks.Check(log, 0x1008, "SHIM_COUNTERS", Machine.Call(Machine.ShimCounters, (nint)words, Counters) == Counters && words[4] > 0 && words[7] > 0);
        ServedCallChecks.Check(log, 0x1009, "CRASH_NOTE", Machine.Call(Machine.CrashNote, (nint)words, 24) == 0 && Machine.Call(Machine.CrashNote, 0, 0) == 0);
        ServedCallChecks.Check(log, 0x100a, "CRASH_END", Machine.Call(Machine.CrashEnd, 0, 0, 8) == -14); // a reason that cannot be read
        if (Machine.Call(Machine.DeviceInformation, 0, (nint)words) == -2)
        {
            CheckLog.Note("no device: calls 0x1000 to 0x1003 were not tried");
            return;
        }

        ServedCallChecks.Check(log, 0x1000, "DEVICE_INFO", Machine.Call(Machine.DeviceInformation, 0, (nint)words) == 0 && words[0] != 0);
        bool mapped = Machine.Call(Machine.DeviceMap, 0, (nint)words) == 0 && *(uint*)words[0] == Magic;
        ServedCallChecks.Check(log, 0x1001, "DEVICE_MAP", mapped);
        // The words' page is pinned from now on, so it stays for good.
        nint page = (nint)NativeMemory.AlignedAlloc(Machine.PageSize, Machine.PageSize);
        ServedCallChecks.Check(log, 0x1002, "INTERRUPT_BIND", Machine.Call(Machine.InterruptBind, 0, page, page + 4) == 0);
        ServedCallChecks.Check(log, 0x1003, "INTERRUPT_REARM", Machine.Call(Machine.InterruptRearm, 0) == 0);
    }
}
