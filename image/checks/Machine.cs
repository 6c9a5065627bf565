using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks;

/// <summary>Raw system calls and a page of raw machine code, for checks that a well-behaved program cannot make.</summary>
internal static unsafe partial class Machine
{
    public const nint Read = 0;
    public const nint Write = 1;
    public const nint Close = 3;
    public const nint Map = 9;
    public const nint Protect = 10;
    public const nint Unmap = 11;
    public const nint Break = 12;
    public const nint SignalAction = 13;
    public const nint SignalMask = 14;
    public const nint Access = 21;
    public const nint Advise = 28;
    public const nint Sleep = 35;
    public const nint Name = 63;
    public const nint AlternateStack = 131;
    public const nint ThreadControl = 158;
    public const nint Futex = 202;
    public const nint ClockGet = 228;
    public const nint SendSignal = 234;
    public const nint OpenAt = 257;
    public const nint Random = 318;
    public const nint Clone3 = 435;
    public const nint DeviceInformation = 0x1000;
    public const nint DeviceMap = 0x1001;
    public const nint InterruptBind = 0x1002;
    public const nint InterruptRearm = 0x1003;
    public const nint DmaAllocate = 0x1004;
    public const nint DmaFree = 0x1005;
    public const nint EntropyAdd = 0x1006;
    public const nint ShimInformation = 0x1007;
    public const nint ShimCounters = 0x1008;
    public const nint CrashNote = 0x1009;
    public const nint CrashEnd = 0x100a;

    public const nint ReadOnly = 1;
    public const nint ReadWrite = 3;
    public const nint ReadExecute = 5;
    public const nint ReadWriteExecute = 7;
    public const nint Anonymous = 0x22;
    public const nint Fixed = 0x10;

    public const int PageSize = 4096;

    /// <summary>A system call; the kernel's own result, with errno negative.</summary>
    public static nint Call(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0)
    {
        nint result = Syscall(number, a, b, c, d, e, f);
        return result == -1 ? -Marshal.GetLastSystemError() : result;
    }

    /// <summary>Fresh anonymous memory.</summary>
    public static nint MapPages(int pages, nint protection = ReadWrite) => Call(Map, 0, pages * PageSize, protection, Anonymous, -1, 0);

    /// <summary>Free and total pages, the highest mapped address: what SHIM_INFO says.</summary>
    public static (ulong Total, ulong Free, ulong Highest) Pages()
    {
        ulong* words = stackalloc ulong[6];
        Call(ShimInformation, (nint)words);
        return (words[1], words[2], words[3]);
    }

    /// <summary>The C library gives back what its own heap does not use (malloc_trim(3)).</summary>
    public static void TrimNativeHeap() => _ = MallocTrim(0);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);
}
