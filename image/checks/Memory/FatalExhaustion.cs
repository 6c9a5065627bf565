using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks.Memory;

/// <summary>Memory that was promised and is not there when it is touched: signal 9 ends the program, as Linux's out-of-memory killer would.</summary>
internal static unsafe class FatalExhaustion
{
    private const int Step = 1 << 20;

    /// <summary>mmap succeeds, a touched page does not.</summary>
    public static void TouchMappings()
    {
        while (true)
        {
            nint memory = Machine.MapPages(Step / Machine.PageSize);
            for (int page = 0; memory > 0 && page < Step; page += Machine.PageSize)
                *(byte*)(memory + page) = 1;
        }
    }

    /// <summary>A reservation larger than memory, committed and touched.</summary>
    public static void TouchReservation()
    {
        const nint Size = 1 << 30;
        nint memory = Machine.Call(Machine.Map, 0, Size, 0, Machine.Anonymous, -1);
        Machine.Call(Machine.Protect, memory, Size, Machine.ReadWrite);
        for (nint page = 0; page < Size; page += Machine.PageSize)
            *(byte*)(memory + page) = 1;
    }

    /// <summary>The C library's allocator, which the heap's limit does not bound.</summary>
    public static void TouchNativeMemory()
    {
        while (true)
            NativeMemory.Fill(NativeMemory.Alloc(Step), Step, 1);
    }

    /// <summary>The shim touches the page on the program's behalf: EFAULT, and the program's own next page is its end.</summary>
    public static void TouchThroughCalls()
    {
        const nint Size = 1 << 30;
        nint memory = Machine.Call(Machine.Map, 0, Size, 0, Machine.Anonymous, -1);
        Machine.Call(Machine.Protect, memory, Size, Machine.ReadWrite);
        nint page = 0;
        nint result;
        do
        {
            result = Machine.Call(Machine.ClockGet, 1, memory + page);
            page += Machine.PageSize;
        }
        while (result == 0 && page < Size);
        if (result == -14)
            *(byte*)(memory + page) = 1;
    }
}
