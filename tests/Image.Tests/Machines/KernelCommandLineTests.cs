using System.Text;
using Xunit;

namespace DSoftBus.Tests.Image.Machines;

/// <summary>Command lines that nobody would write: the machine takes what it understands, says what it drops, and goes on.</summary>
public sealed class KernelCommandLineTests
{
    private const string Hello = "hello from managed code";

    /// <summary>Not for q35 and pc: the PVH loader that QEMU has for them (pvh.bin) overwrites itself beyond 4 KiB and does not come back.</summary>
    [Fact]
    public void AHundredKilobytes()
    {
        var run = GuestRun.BootOn("microvm", "shim.check=hello " + string.Join(' ', Enumerable.Repeat("wordofnineteenbytes", 5000)));
        Assert.True(run.Status == GuestRun.Success && run.Lines[^1] == Hello, run.Transcript);
        Assert.Contains("[shim] the command line is longer than 4096 bytes; the rest is ignored", run.Lines);
    }

    [Fact]
    public void BytesThatAreNoText()
    {
        // Overlong and surrogate encodings, a lone continuation byte, 0xff; in words, in a variable's name, and by themselves.
        byte[] words = Encoding.Latin1.GetBytes("shim.check=environment \u00ff\u00fe\u0080 x\u00c3( \u00ed\u00a0\u0080 env.Z\u00ff=1 env.GOOD=yes\u0080 \u0001\u001b[2J");
        var run = GuestRun.BootRaw(words);
        Assert.True(run.Status == GuestRun.Success, $"status {run.Status}\n{run.Transcript}");
        Assert.Contains("note GOOD=yes", run.Lines);
        Assert.DoesNotContain("\u001b", run.Transcript);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("                    ")]
    public void NoWordAtAll(string? words)
    {
        var run = GuestRun.BootOn("microvm", words);
        Assert.StartsWith("init: program up, ", run.Lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("[shim]", run.Transcript);
    }

    [Fact]
    public void WordsThatComeTwice()
    {
        const string Device = "virtio_mmio.device=512@0xfeb00000:5";
        var run = GuestRun.BootOn("microvm", $"shim.check=environment shim.check=hello env.A=first env.A=second {Device} {Device}");
        Assert.True(run.Status == GuestRun.Success, run.Transcript);
        Assert.Contains("note A=first", run.Lines);
        Assert.DoesNotContain("[shim]", run.Transcript);
    }

    [Fact]
    public void AShimWordThatIsNotKnownIsSaidToBe()
    {
        var run = GuestRun.BootOn("microvm", "shim.check=hello shim.chekc=hello");
        Assert.Equal(["[shim] a shim word is not known; known: shim.check, shim.refuse, shim.defect", Hello], run.Lines);
        Assert.Equal(GuestRun.Success, run.Status);
    }
}
