using DSoftBus.Qemu.Launch;
using Xunit;

namespace DSoftBus.Tests.Qemu.Launch;

public sealed class QemuArgumentsTests
{
    private static readonly GuestOptions Options = new("softbus.elf", "52:54:00:12:34:0a", new CableLink("/tmp/s/A.vm", "/tmp/s/A.sw"))
    {
        KernelWords = ["softbus.dhcp=0", "softbus.port=34567"],
    };

    [Fact]
    public void TheWholeListIsAsDocumented()
    {
        string[] expected =
        [
            "-machine", "microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=on,auto-kernel-cmdline=on",
            "-accel", "tcg", "-cpu", "max", "-smp", "1", "-m", "64M",
            "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-monitor", "none", "-serial", "stdio",
            "-kernel", "softbus.elf", "-append", "softbus.dhcp=0 softbus.port=34567",
            "-global", "virtio-mmio.force-legacy=false",
            "-netdev", "dgram,id=n0,local.type=unix,local.path=/tmp/s/A.vm,remote.type=unix,remote.path=/tmp/s/A.sw",
            "-device", "virtio-net-device,netdev=n0,mac=52:54:00:12:34:0a",
            "-device", "virtio-rng-device",
            "-device", "isa-debug-exit,iobase=0xf4,iosize=1",
        ];
        Assert.Equal(expected, QemuArguments.Build(Options));
    }

    [Fact]
    public void KvmUsesTheHostsProcessor()
    {
        IReadOnlyList<string> arguments = QemuArguments.Build(Options with { Accelerator = Accelerator.Kvm, MemoryMebibytes = 128 });
        Assert.Contains("kvm", arguments);
        Assert.Contains("host", arguments);
        Assert.Contains("128M", arguments);
        Assert.DoesNotContain("tcg", arguments);
    }

    [Theory]
    [InlineData("/tmp/a,b")]
    [InlineData("")]
    public void APathThatWouldSplitAnOptionIsRefused(string path) =>
        Assert.Throws<ArgumentException>(() => QemuArguments.Build(Options with { Link = new CableLink(path, "/tmp/s/A.sw") }));

    [Fact]
    public void ATapHasAVirtioHeaderAndDeniesWhatIsAsked()
    {
        IReadOnlyList<string> arguments = QemuArguments.Build(Options with { Link = new TapLink("tap0") { Without = ["csum", "mrg_rxbuf"] } });
        Assert.Contains("tap,id=n0,ifname=tap0,script=no,downscript=no,vhost=off,vnet_hdr=on", arguments);
        Assert.Contains("virtio-net-device,netdev=n0,mac=52:54:00:12:34:0a,csum=off,mrg_rxbuf=off", arguments);
        Assert.DoesNotContain(arguments, argument => argument.StartsWith("dgram", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => QemuArguments.Build(Options with { Link = new TapLink("tap0,script=evil") }));
    }

    [Fact]
    public void LocatorTakesTheFirstExecutableOnThePath()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("softbus-test-");
        try
        {
            string plain = folder.CreateSubdirectory("plain").FullName;
            string good = folder.CreateSubdirectory("good").FullName;
            File.WriteAllText(Path.Combine(plain, QemuLocator.Program), "");
            string program = Path.Combine(good, QemuLocator.Program);
            File.WriteAllText(program, "");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

            Assert.True(QemuLocator.TryFind($"/nowhere:{plain}:{good}", out string found));
            Assert.Equal(program, found);
            Assert.False(QemuLocator.TryFind(plain, out _));
            Assert.False(QemuLocator.TryFind(null, out _));
            Assert.Contains("apt-get install", QemuLocator.MissingText, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
