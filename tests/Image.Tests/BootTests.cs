using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The machine comes up, the program gets what it was given, and each way to end has its own exit status.</summary>
public sealed class BootTests
{
    private const string Hello = "hello from managed code";

    [Fact]
    public void SaysHelloAndPowersOff()
    {
        var run = GuestRun.Boot("shim.check=hello");
        Assert.Equal((GuestRun.Success, Hello), (run.Status, run.Transcript.Trim()));
    }

    [Theory]
    [InlineData(16)] // the smallest that is promised
    [InlineData(5000)] // partly above 4 GiB
    public void RunsWithMemory(int megabytes)
    {
        var run = GuestRun.Boot("shim.check=hello", megabytes);
        Assert.Equal((GuestRun.Success, Hello), (run.Status, run.Transcript.Trim()));
    }

    [Fact]
    public void UsesMemoryAboveFourGigabytes()
    {
        var run = GuestRun.Boot("shim.check=memory", 5000);
        Assert.Equal(GuestRun.Success, run.Status);
        string total = Assert.Single(run.Lines, line => line.StartsWith("note total ", StringComparison.Ordinal));
        Assert.InRange(int.Parse(total.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture), 4900, 5000);
    }

    [Theory]
    [InlineData("shim.check=hello \u0001\u007f virtio_mmio.device= virtio_mmio.device=5@:@ virtio_mmio.device=0x200@0xfee00000:5 env. env.=x env.A")]
    [InlineData("shim.check=hello virtio_mmio.device=99999999999999999999@1:1 virtio_mmio.device=4K@0xffffffffffffffff:4294967295")]
    public void ToleratesGarbageOnTheCommandLine(string words)
    {
        var run = GuestRun.Boot(words);
        Assert.Equal(GuestRun.Success, run.Status);
        Assert.Contains(Hello, run.Lines);
    }

    [Fact]
    public void ToleratesAnOversizedCommandLine()
    {
        var run = GuestRun.Boot("shim.check=hello " + string.Join(' ', Enumerable.Range(0, 900).Select(i => $"word{i} env.N{i}=1")));
        Assert.Equal(GuestRun.Success, run.Status);
        Assert.Contains("[shim] too many words; one was dropped", run.Lines);
        Assert.Contains(Hello, run.Lines);
    }

    [Fact]
    public void PassesWordsAsEnvironment()
    {
        var run = GuestRun.Boot("shim.check=environment env.COLOUR=blue-green");
        Assert.Contains("note COLOUR=blue-green", run.Lines);
    }

    [Theory]
    [InlineData("max", "", "note GLIBC_TUNABLES=glibc.cpu.hwcaps=-ERMS")]
    [InlineData("max", " env.GLIBC_TUNABLES=glibc.malloc.check=0", "note GLIBC_TUNABLES=glibc.malloc.check=0")]
    [InlineData("max,tcg-cpuid=off", "", null)]
    public void KeepsGlibcFromByteByByteCopiesUnderATranslatorOnly(string cpu, string word, string? line)
    {
        var run = GuestRun.Boot("shim.check=environment" + word, cpu: cpu);
        Assert.Equal(GuestRun.Success, run.Status);
        Assert.Equal(line is null ? [] : [line], run.Lines.Where(text => text.StartsWith("note GLIBC_TUNABLES=", StringComparison.Ordinal)));
    }

    [Fact]
    public void ReportsTheProgramsExitCode()
    {
        var run = GuestRun.Boot("shim.check=exit");
        Assert.Equal(GuestRun.StatusOf(0x25), run.Status);
    }

    [Fact]
    public void RunsOnAProcessorWithoutSupervisorProtection()
    {
        var run = GuestRun.Boot("shim.check=calls", cpu: "max,-smap,-smep,-umip,-rdrand");
        Assert.Equal(GuestRun.Success, run.Status);
    }
}
