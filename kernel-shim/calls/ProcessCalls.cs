using System;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Time;

namespace DSoftBus.KernelShim.Calls;

/// <summary>What the program may know about itself and the machine.</summary>
internal static unsafe class ProcessCalls
{
    public const int ProcessId = 1;

    private const ulong Unlimited = 0xffff_ffff_ffff_ffff;
    private const ulong StackLimit = 3;
    private const ulong NameField = 65;
    private const ulong MicrosecondsPerSecond = 1_000_000;

    private struct Words
    {
        public fixed ulong At[64];
    }

    private static Words _words;

    /// <summary>uname: six fields of 65 bytes.</summary>
    public static long Name(ulong address)
    {
        byte* text = Cleared();
        Put(text, 0, "Linux"u8);
        Put(text, 1, "softbus"u8);
        Put(text, 2, "6.1.0"u8);
        Put(text, 3, "kernel-shim"u8);
        Put(text, 4, "x86_64"u8);
        return ProgramMemory.TryCopyOut(address, text, NameField * 6) ? 0 : Error.BadAddress;
    }

    /// <summary>getrlimit, and prlimit64 for reading; limits cannot be set.</summary>
    public static long Limit(ulong resource, ulong address)
    {
        if (address == 0)
            return 0;
        ulong limit = resource == StackLimit ? ProgramLayout.StackSize : Unlimited;
        return ProgramMemory.TryWrite(address, limit) && ProgramMemory.TryWrite(address + 8, Unlimited) ? 0 : Error.BadAddress;
    }

    /// <summary>getrusage: all time that was not idle counts as user time.</summary>
    public static long Usage(ulong address)
    {
        ulong* words = (ulong*)Cleared();
        ulong used = (Clock.Now() - Scheduler.Idle) / 1000;
        words[0] = used / MicrosecondsPerSecond;
        words[1] = used % MicrosecondsPerSecond;
        words[4] = (FrameAllocator.TotalPages - FrameAllocator.FreePages) * 4;
        return ProgramMemory.TryCopyOut(address, words, 144) ? 0 : Error.BadAddress;
    }

    /// <summary>sysinfo: uptime, memory, threads.</summary>
    public static long Information(ulong address)
    {
        ulong* words = (ulong*)Cleared();
        words[0] = Clock.Now() / Clock.NanosecondsPerSecond;
        words[4] = FrameAllocator.TotalPages * PhysicalMemory.PageSize;
        words[5] = FrameAllocator.FreePages * PhysicalMemory.PageSize;
        words[10] = (ulong)ThreadTable.Count;
        words[13] = 1; // memory unit
        return ProgramMemory.TryCopyOut(address, words, 112) ? 0 : Error.BadAddress;
    }

    /// <summary>SHIM_INFO (0x1007): version, flags, pages, addresses, time.</summary>
    public static long ShimInformation(ulong address)
    {
        ulong* words = (ulong*)Cleared();
        const uint Version = 1;
        words[0] = Version | ((ulong)(RandomGenerator.HasHardwareSource ? 1 : 0) << 32);
        words[1] = FrameAllocator.TotalPages;
        words[2] = FrameAllocator.FreePages;
        words[3] = AddressSpace.HighestAddress;
        words[4] = Clock.Now();
        words[5] = Clock.Frequency;
        return ProgramMemory.TryCopyOut(address, words, 48) ? 0 : Error.BadAddress;
    }

    private static byte* Cleared()
    {
        _words = default;
        fixed (ulong* words = _words.At)
            return (byte*)words;
    }

    private static void Put(byte* text, int field, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < value.Length; i++)
            text[field * (int)NameField + i] = value[i];
    }
}
