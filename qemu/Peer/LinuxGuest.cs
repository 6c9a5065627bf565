using System.Globalization;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Peer;

/// <summary>A Linux machine whose one process is a program of ours: kernel, and an initramfs with nothing but that program.</summary>
public static class LinuxGuest
{
    // Linux Documentation/admin-guide/devices.txt
    private const int ConsoleMajor = 5;
    private const int ConsoleMinor = 1;

    /// <summary>The program as <c>/init</c>, with the device it prints to. Not compressed: unpacking would cost the guest time.</summary>
    public static byte[] Initramfs(ReadOnlySpan<byte> program)
    {
        var archive = new CpioArchive();
        archive.AddFolder("dev");
        archive.AddCharacterDevice("dev/console", ConsoleMajor, ConsoleMinor);
        archive.AddProgram("init", program);
        return archive.Complete();
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
