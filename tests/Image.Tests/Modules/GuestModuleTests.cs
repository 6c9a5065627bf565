using System.Globalization;
using Xunit;

namespace DSoftBus.Tests.Image.Modules;

/// <summary>Machines that are booted with a module: a good one is used, each kind of bad one is named and ends the machine.</summary>
public sealed class GuestModuleTests : IDisposable
{
    private const int ProgramRefused = 0x25;
    private const int NoNetwork = 0x26;
    private const int ShimRefused = 0x16;

    /// <summary>KiB behind the image that the boot stub asks for.</summary>
    private const int LeastFree = 256;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("module-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("microvm", "64")]
    [InlineData("pc", "64")]
    [InlineData("microvm", "16")]
    public void AGoodModuleIsRead(string machine, string memory)
    {
        var run = Boot(BootModuleTests.Sample(), machine, memory);
        Assert.Contains("init: boot module, bytes: identity 300, note.txt 5", run.Lines);
        // It went on: the next thing that is missing is the network device.
        Assert.True(run.Status == GuestRun.StatusOf(NoNetwork), $"status {run.Status}\n{run.Transcript}");
    }

    [Theory]
    [InlineData("damaged", "Damaged: its digest does not match its bytes")]
    [InlineData("truncated", "Truncated: its end is missing")]
    [InlineData("version", "UnknownVersion: its version is not 1; make it with the 'softbus module' of this image's build")]
    [InlineData("large", "TooLarge: it has more than 4 MiB")]
    [InlineData("other", "NotAModule: it does not begin as a module does; make one with 'softbus module'")]
    public void ABadModuleIsNamed(string kind, string expected)
    {
        byte[] bytes = BootModuleTests.Sample();
        switch (kind)
        {
            case "damaged":
                bytes[100] ^= 4;
                break;
            case "truncated":
                bytes = bytes[..200];
                break;
            case "version":
                bytes[8] = 2;
                break;
            case "large":
                bytes = [.. bytes, .. new byte[5 << 20]];
                break;
            default:
                bytes = new byte[3];
                break;
        }

        var run = Boot(bytes, "microvm", "64");
        Assert.True(run.Status == GuestRun.StatusOf(ProgramRefused), $"status {run.Status}\n{run.Transcript}");
        Assert.Single(run.Lines, line => line == "init: boot module refused: " + expected);
    }

    [Theory]
    [InlineData(4096, "the boot module leaves no memory behind the image")] // over the shim's bookkeeping
    [InlineData(-(1 << 20), "the boot module lies over the image: the machine needs more memory")]
    public void AModuleThatDoesNotFitIsRefusedByTheShim(int behindImage, string expected)
    {
        // QEMU puts it at the end of memory; where the image ends, the machine says when it has too little.
        string words = GuestRun.BootOn("microvm", "", "2").Transcript;
        int needed = int.Parse(words[(words.IndexOf("at least ", StringComparison.Ordinal) + 9)..words.IndexOf(" KiB", StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        int imageEnd = (needed - LeastFree) << 10;
        var run = Boot(new byte[(16 << 20) - 4096 - imageEnd - behindImage], "microvm", "16");
        Assert.True(run.Status == GuestRun.StatusOf(ShimRefused), $"status {run.Status}\n{run.Transcript}");
        Assert.Equal(["[shim] " + expected], run.Lines);
    }

    private GuestRun Boot(byte[] module, string machine, string memory)
    {
        string path = Path.Combine(_folder.FullName, "boot.module");
        File.WriteAllBytes(path, module);
        return GuestRun.BootOn(machine, "", memory, devices: ["-initrd", path]);
    }
}
