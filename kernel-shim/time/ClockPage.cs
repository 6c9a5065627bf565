using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Time;

/// <summary>A page of code with which the program reads the clocks without a system call, as Linux has it (vdso(7)).</summary>
/// <remarks>
/// The stub emitter makes the page, a shared object with one function; here it gets its parameters and a place in the program's half,
/// readable and executable for good. It computes what <see cref="Clock.Now"/> computes, so the two never disagree.
/// </remarks>
internal static unsafe class ClockPage
{
    /// <summary>Maps the page at <see cref="ProgramLayout.ClockPage"/>.</summary>
    public static void Map()
    {
        ulong frame = FrameAllocator.Allocate();
        bool mapped = frame != 0
            && AddressSpace.Add(ProgramLayout.ClockPage, PhysicalMemory.PageSize, Access.Read | Access.Execute, RegionKind.Clock) == 0
            && PageTable.Set(ProgramLayout.ClockPage, frame | PageTable.FlagsOf(Access.Read | Access.Execute) | PageTable.Borrowed);
        if (!mapped)
            Panic.Stop("no memory for the program's clock"u8);

        var source = (ulong*)LinkedAddresses.ClockObject();
        var page = (ulong*)PhysicalMemory.At(frame);
        for (int i = 0; i < ClockPageLayout.Size / sizeof(ulong); i++)
            page[i] = source[i];
        page[ClockPageLayout.Start / sizeof(ulong)] = Clock.Start;
        page[ClockPageLayout.Multiplier / sizeof(ulong)] = Clock.Multiplier;
        page[ClockPageLayout.WallAtStart / sizeof(ulong)] = Clock.WallAtStart;
    }
}
