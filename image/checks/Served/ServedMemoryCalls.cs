namespace DSoftBus.Image.Checks.Served;

/// <summary>Mappings, their protection, their contents.</summary>
internal static unsafe class ServedMemoryCalls
{
    private const nint BadAddress = -14;
    private const nint NoMemory = -12;
    private const nint LowestBreak = 0x20_0000;
    private const nint DontNeed = 4;

    public static void Run(CheckLog log)
    {
        nint memory = Machine.MapPages(2);
        bool mapped = memory > 0 && *(byte*)memory == 0;
        ServedCallChecks.Check(log, 9, "mmap", mapped);
        if (!mapped)
            return;
        *(byte*)memory = 7;
        ServedCallChecks.Check(log, 28, "madvise", Machine.Call(Machine.Advise, memory, Machine.PageSize, DontNeed) == 0 && *(byte*)memory == 0);
        bool isProtected = Machine.Call(Machine.Protect, memory, Machine.PageSize, 1) == 0 && Machine.Call(Machine.ClockGet, 1, memory) == BadAddress;
        ServedCallChecks.Check(log, 10, "mprotect", isProtected);
        ServedCallChecks.Check(log, 25, "mremap", Machine.Call(25, memory, Machine.PageSize, 4 * Machine.PageSize, 1) == NoMemory);
        bool gone = Machine.Call(Machine.Unmap, memory, 2 * Machine.PageSize) == 0 && Machine.Call(Machine.ClockGet, 1, memory + Machine.PageSize) == BadAddress;
        ServedCallChecks.Check(log, 11, "munmap", gone);
        ServedCallChecks.Check(log, 12, "brk", Machine.Call(12, 0) > LowestBreak);
    }
}
