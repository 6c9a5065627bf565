using System.Text;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Peer;
using Xunit;

namespace DSoftBus.Tests.Qemu.Peer;

public sealed class PeerTests
{
    private const int HeaderLength = 110;

    [Fact]
    public void TheInitramfsHoldsTheProgramAndItsConsoleInTheNewcFormat()
    {
        byte[] program = [1, 2, 3, 4, 5];
        byte[] archive = LinuxGuest.Initramfs(program);

        List<(string Name, int Mode, byte[] Content, (int, int) Device)> entries = Read(archive);
        Assert.Equal(["dev", "dev/console", "init", "TRAILER!!!"], entries.Select(entry => entry.Name));
        Assert.Equal([Convert.ToInt32("40755", 8), Convert.ToInt32("20600", 8), Convert.ToInt32("100755", 8), 0], entries.Select(entry => entry.Mode));
        Assert.Equal((5, 1), entries[1].Device);
        Assert.Equal(program, entries[2].Content);
        Assert.Equal(archive, LinuxGuest.Initramfs(program));
    }

    [Fact]
    public void TheNetworkCardsModulesComeInTheOrderOfTheirNeeds()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("softbus-peer-");
        try
        {
            string kernel = Path.Combine(folder.CreateSubdirectory("boot").FullName, "vmlinuz-1");
            Assert.Contains("virtio_ring.ko", Assert.Throws<FileNotFoundException>(() => LinuxGuest.NetworkModules(kernel)).Message, StringComparison.Ordinal);
            string modules = folder.CreateSubdirectory("lib/modules/1/kernel").FullName;
            foreach (string name in new[] { "virtio", "virtio_ring", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "failover", "net_failover", "virtio_net", "other" })
                File.WriteAllText(Path.Combine(modules, $"{name}.ko"), name);

            IReadOnlyList<(string Name, byte[] Content)> found = LinuxGuest.NetworkModules(kernel);
            Assert.Equal(found.Select(module => module.Name).Order(StringComparer.Ordinal), found.Select(module => module.Name));
            Assert.Equal(("0-virtio_ring.ko", "7-virtio_net.ko"), (found[0].Name, found[^1].Name));

            List<(string Name, int Mode, byte[] Content, (int, int) Device)> entries = Read(LinuxGuest.Initramfs([1], found));
            Assert.Equal("virtio_net"u8.ToArray(), entries.Single(entry => entry.Name == "modules/7-virtio_net.ko").Content);
            Assert.Equal(Convert.ToInt32("40755", 8), entries.Single(entry => entry.Name == "modules").Mode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("linux-image-cloud-amd64\n  Depends: linux-image-6.1.0-1-cloud-amd64\n  Depends: other\n", "linux-image-6.1.0-1-cloud-amd64")]
    [InlineData("linux-image-cloud-amd64\n PreDepends: a\n  Depends: b\n", "b")]
    [InlineData("linux-image-cloud-amd64\n  Depends:\n", null)]
    [InlineData("", null)]
    public void TheKernelIsTheFirstDependency(string text, string? package) => Assert.Equal(package, LinuxPackage.DependencyOf(text));

    [Fact]
    public void ProgramWordsComeAfterTheKernelsOwn()
    {
        IReadOnlyList<string> arguments = LinuxGuest.Arguments("k", "i", ["hello", "poweroff"], 128, Accelerator.Tcg);
        string words = arguments[arguments.ToList().IndexOf("-append") + 1];
        Assert.EndsWith(" -- hello poweroff", words, StringComparison.Ordinal);
        Assert.Contains("panic=-1", words, StringComparison.Ordinal);
        Assert.Equal("128M", arguments[arguments.ToList().IndexOf("-m") + 1]);
    }

    [Fact]
    public async Task AKernelThatIsThereIsNotDownloadedAgain()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("softbus-peer-");
        try
        {
            folder.CreateSubdirectory("unpacked/boot");
            string kernel = Path.Combine(folder.FullName, "unpacked", "boot", "vmlinuz-1");
            File.WriteAllText(kernel, "");
            File.WriteAllText(Path.Combine(folder.FullName, "linux_1_amd64.deb"), "");
            Assert.Equal(new LinuxKernel("linux_1_amd64", kernel, null), await LinuxPackage.ObtainAsync(folder.FullName, default));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // A reader of its own, from the format's description: what the kernel would see.
    private static List<(string Name, int Mode, byte[] Content, (int, int) Device)> Read(byte[] archive)
    {
        List<(string, int, byte[], (int, int))> entries = [];
        int at = 0;
        while (at < archive.Length)
        {
            string header = Encoding.ASCII.GetString(archive, at, HeaderLength);
            Assert.StartsWith("070701", header, StringComparison.Ordinal);
            int Field(int index) => Convert.ToInt32(header.Substring(6 + index * 8, 8), 16);
            string name = Encoding.ASCII.GetString(archive, at + HeaderLength, Field(11));
            Assert.Equal('\0', name[^1]);
            at = Aligned(at + HeaderLength + name.Length);
            entries.Add((name[..^1], Field(1), archive[at..(at + Field(6))], (Field(9), Field(10))));
            at = Aligned(at + Field(6));
        }

        return entries;
    }

    private static int Aligned(int offset) => (offset + 3) & ~3;
}
