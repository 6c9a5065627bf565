using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The page tables and control registers of a running guest, read by QEMU's monitor and held against the image's own sections.</summary>
public sealed class PageTableTests(PageTableTests.Machines machines) : IClassFixture<PageTableTests.Machines>
{
    private const ulong PageSize = 4096;
    private const ulong UpperHalf = 0xffff_8000_0000_0000;
    private const ulong NullArea = 0x20_0000;
    private const ulong FirstRegister = 0xfe00_0000;
    private const ulong FourGigabytes = 1UL << 32;
    private const ulong ClockPage = 0x7fff_8000_0000;
    private const int StackPages = 16;
    private const int ExceptionStacks = 3;
    private const int ExceptionStackPages = 2;
    private const uint LoadSegment = 1;
    private const uint Execute = 1;

    private static readonly string[] ShimSections = [".ktext", ".krodata", ".kdata", ".kbss"];

    private readonly PageEntry[] _pages = machines.Plain.Pages;

    /// <summary>Two guests, booted once for all tests: one with a device that it never asked for, one that mapped it.</summary>
    public sealed class Machines : IAsyncLifetime
    {
        internal ParkedGuest Plain { get; private set; } = null!;

        internal ParkedGuest WithDevice { get; private set; } = null!;

        internal ElfFile Image { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Plain = await ParkedGuest.LookAsync("parked", "-device", "virtio-rng-device");
            WithDevice = await ParkedGuest.LookAsync("parked-device", "-device", "virtio-rng-device");
            Image = new ElfFile(await File.ReadAllBytesAsync(RepositoryRoot.File("artifacts", "image", "softbus.symbols")));
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }

    [Fact]
    public void TheProcessorsProtectionIsOn()
    {
        Assert.Equal(0x8001_0020, machines.Plain.Register("CR0") & 0x8001_0020); // paging, write protection in ring 0, native x87 errors
        Assert.Equal(0x30_0800UL, machines.Plain.Register("CR4") & 0x31_0800); // SMAP, SMEP, UMIP on; FSGSBASE off
        Assert.Equal(0x800UL, machines.Plain.Register("EFER") & 0x800); // no-execute
    }

    [Fact]
    public void NoPageIsBothWritableAndExecutable()
    {
        Assert.InRange(_pages.Length, 1000, 100_000);
        Assert.DoesNotContain(_pages, page => page.IsWritable && page.IsExecutable);
    }

    [Fact]
    public void OnlyCodeIsExecutable()
    {
        var (codeStart, codeEnd) = CodeSegment();
        var (shimStart, shimEnd) = Section(".ktext");
        ulong heap = Noted(machines.Plain, "heap ");
        Assert.All(_pages.Where(page => page.IsExecutable), page => Assert.True(
            (page.IsProgram && page.Address >= codeStart && page.Address < codeEnd) || (!page.IsProgram && page.Address >= shimStart && page.Address < shimEnd) || page.Address == heap + PageSize || page.Address == ClockPage, page.ToString()));
    }

    [Fact]
    public void TheShimsPagesAreClosedToTheProgram()
    {
        Assert.DoesNotContain(_pages, page => page.IsProgram && page.Address >= UpperHalf);
        foreach (string name in ShimSections)
        {
            var (start, end) = Section(name);
            Assert.Contains(_pages, page => page.Address == start || name == ".kbss");
            Assert.DoesNotContain(_pages, page => page.IsProgram && page.Reaches(start, end));
        }
    }

    [Fact]
    public void TheShimsCodeAndConstantsAreReadOnlyUnderEveryAddress()
    {
        foreach (string name in ShimSections[..2])
        {
            var (start, end) = Section(name);
            var aliases = _pages.Where(page => page.Reaches(start, end)).ToList();
            Assert.Equal(2 * (int)((end - start) / PageSize), aliases.Count); // its own address and the direct map
            Assert.DoesNotContain(aliases, page => page.IsWritable);
        }
    }

    [Fact]
    public void EveryStackOfTheShimHasAnUnmappedPageBelow()
    {
        var present = _pages.Select(page => page.Address).ToHashSet();
        ulong guard = Symbol("shim_stack_guard");
        Assert.DoesNotContain(guard, present);
        Assert.Equal(guard + (1 + StackPages) * PageSize, Symbol("shim_stack_top"));
        AssertPresent(guard + PageSize, StackPages);
        for (ulong i = 0; i < ExceptionStacks; i++)
        {
            ulong below = Symbol("exception_stacks") + i * (1 + ExceptionStackPages) * PageSize;
            Assert.DoesNotContain(below, present);
            AssertPresent(below + PageSize, ExceptionStackPages);
        }

        void AssertPresent(ulong start, int pages)
        {
            for (int i = 0; i < pages; i++)
                Assert.Contains(start + (ulong)i * PageSize, present);
        }
    }

    /// <summary>The overflow is caught at the guard's last word by a double fault on a stack of its own.</summary>
    [Fact]
    public void AnOverflowOfTheShimsStackIsADefinedPanic()
    {
        var run = GuestRun.Boot("shim.check=hello shim.defect=overflow");
        Assert.True(run.Status == GuestRun.ShimPanic, $"status {run.Status}\n{run.Transcript}");
        Assert.Contains("SHIM PANIC: double fault (shim stack overflow?)", run.Lines);
        Assert.Contains("end of report", run.Lines);
        ulong guard = Symbol("shim_stack_guard");
        string address = run.Lines.SelectMany(line => line.Split(' ')).First(word => word.StartsWith("address=", StringComparison.Ordinal));
        Assert.InRange(ulong.Parse(address["address=".Length..], System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture), guard, guard + PageSize - 1);
    }

    [Fact]
    public void NothingIsMappedInTheNullAreaAndBelowTheProgramsStack()
    {
        const ulong StackBottom = 0x7fff_0000_0000 - (8UL << 20);
        Assert.DoesNotContain(_pages, page => page.Address < NullArea);
        Assert.DoesNotContain(_pages, page => page.Address >= StackBottom - (1UL << 30) && page.Address < StackBottom);
    }

    [Fact]
    public void ProtectionIsInTheTables()
    {
        ulong heap = Noted(machines.Plain, "heap ");
        Assert.Equal("U", Rights(heap));
        Assert.Equal("UX", Rights(heap + PageSize));
        Assert.Equal("", Rights(heap + 2 * PageSize));
        Assert.Equal("UW", Rights(heap + 3 * PageSize));

        string Rights(ulong address) =>
            _pages.SingleOrDefault(page => page.Address == address) is { } page ? (page.IsProgram ? "U" : "") + (page.IsWritable ? "W" : "") + (page.IsExecutable ? "X" : "") : "";
    }

    [Fact]
    public void RegistersOfDevicesAreUncachedAndTheProgramsOnlyThroughDeviceMap()
    {
        Assert.DoesNotContain(_pages, page => page.IsProgram && page.Reaches(FirstRegister, FourGigabytes));
        var window = Assert.Single(machines.WithDevice.Pages, page => page.IsProgram && page.Reaches(FirstRegister, FourGigabytes));
        Assert.Equal(Noted(machines.WithDevice, "window ") & ~(PageSize - 1), window.Address);
        Assert.False(window.IsExecutable);
        foreach (var guest in new[] { machines.Plain, machines.WithDevice })
        {
            var registers = guest.Pages.Where(page => page.Reaches(FirstRegister, FourGigabytes)).ToList();
            Assert.NotEmpty(registers);
            Assert.All(registers, page => Assert.True(page.IsUncached, page.ToString()));
            Assert.DoesNotContain(guest.Pages, page => page.IsUncached && !page.Reaches(FirstRegister, FourGigabytes));
        }
    }

    private (ulong Start, ulong End) Section(string name)
    {
        var section = machines.Image.Sections.Single(section => section.Name == name);
        return (section.Address, section.Address + section.Size);
    }

    private (ulong Start, ulong End) CodeSegment()
    {
        var segment = machines.Image.Segments.Single(segment => segment.Type == LoadSegment && (segment.Flags & Execute) != 0 && segment.Address >= NullArea);
        return (segment.Address & ~(PageSize - 1), segment.Address + segment.MemorySize);
    }

    private ulong Symbol(string name) => machines.Image.Symbols.Single(symbol => symbol.Name == name).Value;

    private static ulong Noted(ParkedGuest guest, string name)
    {
        string line = guest.Lines.Single(line => line.StartsWith("note " + name, StringComparison.Ordinal));
        return ulong.Parse(line.Split(' ')[2], System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
    }
}
