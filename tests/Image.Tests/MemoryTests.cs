using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>All memory is used, comes back, and its end is an exception, an errno or signal 9, never a panic.</summary>
public sealed class MemoryTests
{
    private const int KillStatus = 0x40 + 9;

    [Fact]
    public void AMillionChangesCostNeitherPagesNorAddresses()
    {
        var run = GuestRun.Boot("shim.check=recycling");
        CheckLines.AssertAllHold(run, least: 4);
        Assert.Contains(run.Lines, line => line.StartsWith("note 1000000 cycles: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(64)]
    public void ExhaustionIsAnExceptionOrAnError(int megabytes) =>
        CheckLines.AssertAllHold(GuestRun.Boot("shim.check=exhaustion,memory", megabytes), least: 28);

    [Fact]
    public void MappingKeepsItsPromises() => CheckLines.AssertAllHold(GuestRun.Boot("shim.check=memory"), least: 12);

    /// <summary>What is missing: the image, three bytes of bookkeeping for each page up to the highest, and the legacy area of the first MiB.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(3200)] // 128 MiB of it above 4 GiB: QEMU leaves a hole from 3 to 4 GiB
    [InlineData(5000)]
    public void AllOfTheMachinesMemoryIsUsed(int megabytes)
    {
        const int PageSize = 4096;
        const int LowMegabytes = 3072;
        var run = GuestRun.Boot("shim.check=total-memory", megabytes);
        Assert.Equal(GuestRun.Success, run.Status);
        long total = Noted(run, "total ");
        long pages = ((long)megabytes << 20) / PageSize;
        long highest = megabytes > LowMegabytes ? pages + ((4096L - LowMegabytes) << 20) / PageSize : pages;
        var image = new ElfFile(File.ReadAllBytes(RepositoryRoot.File("artifacts", "image", "softbus.symbols")));
        ulong imageBytes = image.Segments.Where(segment => segment.Type == 1).Max(segment => segment.Address + segment.MemorySize) - 0x20_0000;
        long missing = (long)imageBytes / PageSize + highest * 3 / PageSize + (1 << 20) / PageSize;
        Assert.InRange(total, pages - missing, pages - 1);
    }

    [Fact]
    public void MemoryAboveFourGigabytesKeepsItsContents()
    {
        var run = GuestRun.Boot("shim.check=high-memory", 3200);
        CheckLines.AssertAllHold(run, least: 2);
        Assert.InRange(Noted(run, "high "), 32768 - 1024, 32768); // 128 MiB in blocks of 4 MiB; one may be in use in part
    }

    [Theory]
    [InlineData("touch-mappings", 24)]
    [InlineData("touch-mappings", 64)]
    [InlineData("touch-reservation", 24)]
    [InlineData("touch-reservation", 64)]
    [InlineData("touch-native", 24)]
    [InlineData("touch-native", 64)]
    [InlineData("touch-through-calls", 24)]
    [InlineData("touch-through-calls", 64)]
    public void APromisedPageThatIsNotThereEndsTheProgramWithSignalNine(string mode, int megabytes)
    {
        var run = GuestRun.Boot("shim.check=" + mode, megabytes);
        Assert.True(run.Status == GuestRun.StatusOf(KillStatus), $"status {run.Status}\n{run.Transcript}");
        Assert.Contains("PROGRAM CRASH: signal 9, out of memory: no free page for an access", run.Lines);
        Assert.DoesNotContain("SHIM PANIC", run.Transcript);
    }

    /// <summary>The number in <c>note NAME N pages</c>.</summary>
    private static long Noted(GuestRun run, string name)
    {
        string line = run.Lines.Single(line => line.StartsWith("note " + name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
    }
}
