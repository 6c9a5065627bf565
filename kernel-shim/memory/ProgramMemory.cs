using System.Runtime;
using System.Runtime.CompilerServices;
using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Memory;

/// <summary>Reading and writing memory of the program, on its behalf. False means that the address is not the program's to use (EFAULT).</summary>
/// <remarks>
/// The range check comes first: SMAP stops the shim from touching the program's pages by mistake, not the program from
/// passing an address of the shim. Missing pages are brought in by the page-fault handler; other faults make the stub return 0.
/// </remarks>
internal static unsafe class ProgramMemory
{
    private const MethodImplOptions Stub = MethodImplOptions.InternalCall;

    /// <summary>The longest path or name that is read, in bytes with its zero (PATH_MAX).</summary>
    public const int LongestText = 4096;

    public static bool TryRead(ulong address, out byte value)
    {
        byte read = 0;
        bool done = IsProgramRange(address, 1) && Read8(address, &read) != 0;
        value = read;
        return done;
    }

    public static bool TryRead(ulong address, out uint value)
    {
        uint read = 0;
        bool done = IsProgramRange(address, 4) && Read32(address, &read) != 0;
        value = read;
        return done;
    }

    public static bool TryRead(ulong address, out ulong value)
    {
        ulong read = 0;
        bool done = IsProgramRange(address, 8) && Read64(address, &read) != 0;
        value = read;
        return done;
    }

    public static bool TryWrite(ulong address, uint value) => IsProgramRange(address, 4) && Write32(address, value) != 0;

    public static bool TryWrite(ulong address, ulong value) => IsProgramRange(address, 8) && Write64(address, value) != 0;

    public static bool TryCopyIn(void* destination, ulong source, ulong length) =>
        IsProgramRange(source, length) && Copy((ulong)destination, source, length) != 0;

    public static bool TryCopyOut(ulong destination, void* source, ulong length) =>
        IsProgramRange(destination, length) && Copy(destination, (ulong)source, length) != 0;

    /// <summary>Copies a zero-terminated text; returns its length, -1 for a bad address, -2 when it does not fit.</summary>
    public static int CopyText(byte* destination, ulong source, int capacity)
    {
        for (int i = 0; i < capacity; i++)
        {
            if (!TryRead(source + (ulong)i, out byte value))
                return -1;
            destination[i] = value;
            if (value == 0)
                return i;
        }

        return -2;
    }

    /// <summary>Whether the range lies in the program's half and outside the shim's sections.</summary>
    public static bool IsProgramRange(ulong address, ulong length)
    {
        ulong end = address + length;
        if (end < address || end > ProgramLayout.Top)
            return false;
        return address >= LinkedAddresses.ImageEnd() || !ImageMap.TouchesShim(address, end);
    }

    [MethodImpl(Stub), RuntimeImport("*", "program_read8")]
    private static extern int Read8(ulong address, byte* value);

    [MethodImpl(Stub), RuntimeImport("*", "program_read32")]
    private static extern int Read32(ulong address, uint* value);

    [MethodImpl(Stub), RuntimeImport("*", "program_read64")]
    private static extern int Read64(ulong address, ulong* value);

    [MethodImpl(Stub), RuntimeImport("*", "program_write32")]
    private static extern int Write32(ulong address, uint value);

    [MethodImpl(Stub), RuntimeImport("*", "program_write64")]
    private static extern int Write64(ulong address, ulong value);

    [MethodImpl(Stub), RuntimeImport("*", "program_copy")]
    private static extern int Copy(ulong destination, ulong source, ulong length);
}
