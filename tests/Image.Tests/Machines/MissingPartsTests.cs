using System.Text.RegularExpressions;
using Xunit;

namespace DSoftBus.Tests.Image.Machines;

/// <summary>A machine that lacks something says what, in one line, and powers off with the value for just that; nothing hangs, nothing panics.</summary>
public sealed partial class MissingPartsTests
{
    private const string Hello = "hello from managed code";
    private const int Memory = 0x11;
    private const int Processor = 0x12;
    private const int Clock = 0x14;
    private const int OutOfMemory = 0x24;
    private const int NoNetwork = 0x26;
    private const int NoEntropy = 0x27;

    [Theory]
    [InlineData("microvm,acpi=off", "1")] // nothing of the image is in memory
    [InlineData("microvm,acpi=off", "3")] // some of it
    [InlineData("microvm", "7")] // all but the shim's own data
    [InlineData("q35", "1")]
    [InlineData("pc", "7")]
    public void TooLittleMemory(string machine, string memory)
    {
        var run = GuestRun.BootOn(machine, "shim.check=hello", memory);
        AssertEnds(run, Memory, line => TooLittle().IsMatch(line));
    }

    [Fact]
    public void TheMemoryThatIsAskedForSuffices()
    {
        var refused = GuestRun.BootOn("microvm,acpi=off", "shim.check=hello", "2");
        Match asked = TooLittle().Match(refused.Transcript);
        int needed = int.Parse(asked.Groups["needed"].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("2048", asked.Groups["found"].Value);
        Assert.Equal(GuestRun.StatusOf(Memory), GuestRun.BootOn("microvm,acpi=off", "shim.check=hello", $"{needed - 8}K").Status);
        var run = GuestRun.BootOn("microvm,acpi=off", "shim.check=hello", $"{needed + 8}K");
        Assert.True(run.Status == GuestRun.Success && run.Lines.Contains(Hello), run.Transcript);
    }

    [Fact]
    public void MemoryForHelloButNotForTheBusIsOutOfMemory()
    {
        var run = GuestRun.BootOn("microvm", "softbus.dhcp=0", "9", devices: [.. Network, "-device", "virtio-rng-device"]);
        AssertEnds(run, OutOfMemory, line => line == "init: network device refused: NoMemory");
    }

    [Theory]
    [InlineData("qemu64", "SSSE3 FMA SSE4.1 SSE4.2 MOVBE POPCNT XSAVE AVX F16C BMI1 AVX2 BMI2 LZCNT")]
    [InlineData("max,-avx2", "AVX2")]
    [InlineData("max,-xsave", "XSAVE")]
    [InlineData("max,-nx,-apic", "APIC NX")]
    [InlineData("max,-lm", "64-bit mode or SSE2")]
    [InlineData("max,-sse2", "64-bit mode or SSE2")]
    [InlineData("486", "64-bit mode or SSE2")] // has no CPUID
    public void AProcessorWithoutWhatTheImageIsCompiledFor(string cpu, string lacks) =>
        AssertEnds(GuestRun.BootOn("microvm,acpi=off", "shim.check=hello", cpu: cpu), Processor, line => line == $"[shim] the CPU lacks {lacks}: the image is compiled for x86-64-v3");

    [Fact]
    public void NoIntervalCounter() =>
        AssertEnds(GuestRun.BootOn("microvm,pit=off", "shim.check=hello"), Clock, line => line.StartsWith("[shim] no usable clock: the interval counter (8254) is absent", StringComparison.Ordinal));

    [Theory]
    [InlineData("microvm")]
    [InlineData("q35")]
    [InlineData("pc")]
    public void NoNetworkDevice(string machine) =>
        AssertEnds(GuestRun.BootOn(machine, ""), NoNetwork, line => line == "init: no network device; the bus needs one (QEMU: -M microvm -device virtio-net-device)");

    [Fact]
    public void NoEntropyAtAll()
    {
        var run = GuestRun.BootOn("microvm", "softbus.dhcp=0", cpu: "max,-rdrand", devices: Network);
        AssertEnds(run, NoEntropy, line => line == "identityd: no entropy");
        Assert.Contains("init: no entropy: neither virtio-rng (QEMU: -device virtio-rng-device) nor RDRAND", run.Lines);
    }

    [Theory]
    [InlineData("max,-rdrand", true, "init: entropy from virtio-rng")]
    [InlineData("max", false, "init: entropy from RDRAND")]
    [InlineData("max", true, "init: entropy from virtio-rng and RDRAND")]
    public void OneSourceOfEntropyIsEnough(string cpu, bool device, string line)
    {
        var run = GuestRun.BootOn("microvm", "softbus.dhcp=0 softbus.selftest=local softbus.linger=0", cpu: cpu, devices: [.. Network, .. device ? ["-device", "virtio-rng-device"] : Array.Empty<string>()]);
        Assert.Contains(line, run.Lines);
        Assert.Contains("dsoftbusd: ready", run.Lines);
    }

    internal static string[] Network => ["-netdev", "user,id=n0,restrict=on", "-device", "virtio-net-device,netdev=n0"];

    private static void AssertEnds(GuestRun run, int value, Predicate<string> line)
    {
        Assert.True(run.Status == GuestRun.StatusOf(value), $"status {run.Status}\n{run.Transcript}");
        Assert.Single(run.Lines, line);
        Assert.DoesNotContain("PANIC", run.Transcript);
    }

    [GeneratedRegex(@"\[shim\] too little memory: the image needs at least (?<needed>\d+) KiB, the machine has (?<found>\d+) KiB")]
    private static partial Regex TooLittle();
}
