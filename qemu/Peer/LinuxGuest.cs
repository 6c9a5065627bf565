using System.Globalization;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Peer;

/// <summary>A Linux machine whose one process is a program of ours: kernel, and an initramfs with nothing but that program.</summary>
public static class LinuxGuest
{
    // Linux Documentation/admin-guide/devices.txt
    private const int ConsoleMajor = 5;
    private const int ConsoleMinor = 1;

    // The virtio network card on PCI, each after those that it needs.
    private static readonly string[] CardModules =
        ["virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "failover", "net_failover", "virtio_net"];

    /// <summary>The program as <c>/init</c>, with the device it prints to. Not compressed: unpacking would cost the guest time.</summary>
    /// <param name="program">A static program.</param>
    /// <param name="modules">Files for <c>/modules</c>, which the program loads in the order of their names.</param>
    public static byte[] Initramfs(ReadOnlySpan<byte> program, params IEnumerable<(string Name, byte[] Content)> modules)
    {
        var archive = new CpioArchive();
        archive.AddFolder("dev");
        archive.AddCharacterDevice("dev/console", ConsoleMajor, ConsoleMinor);
        archive.AddProgram("init", program);
        bool hasFolder = false;
        foreach ((string name, byte[] content) in modules)
        {
            if (!hasFolder)
                archive.AddFolder("modules");
            hasFolder = true;
            archive.AddProgram($"modules/{name}", content);
        }

        return archive.Complete();
    }

    /// <summary>The modules of the network card, from the package that the kernel came from.</summary>
    /// <param name="kernel">Path of the kernel, <c>.../boot/vmlinuz-VERSION</c>, with <c>.../lib/modules</c> beside it.</param>
    /// <exception cref="FileNotFoundException">The package has no such module as a plain file.</exception>
    public static IReadOnlyList<(string Name, byte[] Content)> NetworkModules(string kernel)
    {
        string folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(kernel)!, "..", "lib", "modules"));
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.ko", SearchOption.AllDirectories) : [];
        return [.. CardModules.Select((module, index) =>
        {
            string file = Array.Find(files, file => Path.GetFileNameWithoutExtension(file) == module)
                ?? throw new FileNotFoundException($"the kernel's package has no module {module}.ko below {folder}");
            return ($"{index}-{module}.ko", File.ReadAllBytes(file));
        })];
    }

    /// <summary>QEMU's arguments for a network card on a TAP device: what people use, with every offload that it offers.</summary>
    /// <param name="device">Name of the device in the namespace in which QEMU runs.</param>
    /// <param name="macAddress">Hardware address of the card.</param>
    public static IReadOnlyList<string> NetworkCard(string device, string macAddress)
    {
        var link = new TapLink(device);
        return ["-netdev", QemuArguments.Backend(link), "-device", QemuArguments.Card("virtio-net-pci,romfile=", macAddress, link)];
    }

    /// <summary>QEMU's arguments: the machine that people boot Linux on, with nothing that the program does not use.</summary>
    /// <param name="kernel">Path of the kernel.</param>
    /// <param name="initramfs">Path of the initramfs.</param>
    /// <param name="words">Arguments of the program.</param>
    /// <param name="mebibytes">Memory of the machine.</param>
    /// <param name="accelerator">What executes the instructions.</param>
    public static IReadOnlyList<string> Arguments(string kernel, string initramfs, IEnumerable<string> words, int mebibytes, Accelerator accelerator) =>
    [
        "-machine", "q35",
        "-accel", accelerator is Accelerator.Kvm ? "kvm" : "tcg",
        "-cpu", accelerator is Accelerator.Kvm ? "host" : "max",
        "-smp", "1",
        "-m", mebibytes.ToString(CultureInfo.InvariantCulture) + "M",
        "-nodefaults", "-no-user-config", "-no-reboot",
        "-display", "none", "-monitor", "none", "-serial", "stdio",
        "-kernel", kernel,
        "-initrd", initramfs,
        // What comes after the two dashes are arguments of the first process; a panic ends the machine at once.
        "-append", $"console=ttyS0 quiet panic=-1 reboot=t -- {string.Join(' ', words)}",
    ];
}
