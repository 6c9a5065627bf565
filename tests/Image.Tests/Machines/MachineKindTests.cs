using Xunit;

namespace DSoftBus.Tests.Image.Machines;

/// <summary>Machines that differ from the usual one, each as far as it can go: found devices, layouts of memory, processors, ways to power off.</summary>
public sealed class MachineKindTests
{
    private const string Hello = "hello from managed code";
    private const string Bus = "softbus.dhcp=0 softbus.selftest=local softbus.linger=0";

    [Theory]
    [InlineData("microvm", "64", "max")]
    [InlineData("microvm", "3G", "max")]
    [InlineData("microvm,rtc=off,pic=off", "64", "max")]
    [InlineData("q35", "64", "max")]
    [InlineData("q35", "3G", "max")]
    [InlineData("pc", "64", "max")]
    [InlineData("pc", "5G", "max")] // partly above 4 GiB
    [InlineData("microvm", "64", "Haswell")]
    [InlineData("microvm", "64", "max,-smap,-smep,-umip,-rdrand")]
    [InlineData("microvm", "64", "EPYC")]
    public void SaysHello(string machine, string memory, string cpu)
    {
        var run = GuestRun.BootOn(machine, "shim.check=hello", memory, cpu);
        Assert.True(run.Status == GuestRun.Success && run.Lines[^1].EndsWith(Hello, StringComparison.Ordinal), $"status {run.Status}\n{run.Transcript}");
    }

    [Theory]
    [InlineData("microvm", "0xfeb02e00", "0xfeb02c00")] // 24 slots at the second IOAPIC, from the ACPI tables
    [InlineData("microvm,ioapic2=off", "0xfeb00e00", "0xfeb00c00")]
    [InlineData("microvm,acpi=off", "0xfeb00e00", "0xfeb00c00")] // from the command line
    public void FindsItsDevicesAndHearsTheirInterrupts(string machine, string network, string entropy)
    {
        var run = GuestRun.BootOn(machine, Bus, devices: [.. MissingPartsTests.Network, "-device", "virtio-rng-device"]);
        Assert.Contains($"init: device 0 at {network}: virtio network", run.Lines);
        Assert.Contains($"init: device 1 at {entropy}: virtio entropy", run.Lines);
        // Entropy comes through an interrupt of the device, or not in time.
        Assert.Contains("init: entropy from virtio-rng and RDRAND", run.Lines);
        Assert.Contains("dsoftbusd: ready", run.Lines);
    }

    [Theory]
    [InlineData("microvm", "4")]
    [InlineData("microvm,acpi=off", "4")]
    [InlineData("q35", "4,sockets=4")]
    public void UsesOneOfSeveralProcessors(string machine, string processors)
    {
        var run = GuestRun.BootOn(machine, "shim.check=hello", devices: ["-smp", processors]);
        Assert.True(run.Status == GuestRun.Success, run.Transcript);
        Assert.Single(run.Lines, line => line.EndsWith("[shim] 4 processors; one is used", StringComparison.Ordinal));
        Assert.Contains(Hello, run.Lines);
    }

    [Theory]
    [InlineData("microvm")] // the sleep control register of reduced hardware
    [InlineData("q35")] // PM1a control
    [InlineData("pc")]
    public void PowersOffThroughAcpiWithoutAnExitDevice(string machine)
    {
        var run = GuestRun.BootOn(machine, "shim.check=exit", exitDevice: false);
        Assert.True(run.Status == 0, $"status {run.Status}\n{run.Transcript}");
        Assert.Equal("[shim] end with 0x25", run.Lines[^1]);
    }

    [Fact]
    public void ResetsWhereThereIsNoWayToPowerOff()
    {
        var run = GuestRun.BootOn("microvm,acpi=off", "shim.check=exit", exitDevice: false, devices: ["-no-reboot"]);
        Assert.Equal((0, "[shim] end with 0x25"), (run.Status, run.Lines[^1]));
    }
}
