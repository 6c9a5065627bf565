using System.Globalization;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Peer;

namespace DSoftBus.Qemu.Bench;

/// <summary>The machines that the benchmark program runs on, and how each says that all went well.</summary>
/// <param name="qemu">Path of the emulator; unused where tests replace it.</param>
/// <param name="options">What is measured.</param>
/// <param name="kernel">Path of the Linux guest's kernel; null when there is none.</param>
/// <param name="initramfs">Path of its initramfs.</param>
internal sealed class BenchMachines(string qemu, BenchOptions options, string? kernel, string initramfs)
{
    public const string HelloWord = "hello";

    /// <summary>Longer than any measurement of an idle machine; the machine is ended before.</summary>
    public const string IdleWord = "idle=1000";

    private const string PowerOffWord = "poweroff";

    public static string RoundsWord(int rounds) => $"rounds={rounds.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Words that make the machine end after the program: a Linux kernel has to be asked.</summary>
    public static IEnumerable<string> EndWords(BenchGuest guest) => guest is BenchGuest.Linux ? [PowerOffWord] : [];

    public GuestCommand Command(BenchGuest guest, string[] words, int mebibytes) =>
        options.ProgramCommand?.Invoke(guest, words, mebibytes) ?? new GuestCommand(qemu, guest is BenchGuest.Linux
            ? LinuxGuest.Arguments(kernel!, initramfs, words, mebibytes, options.Accelerator)
            : OurArguments(words, mebibytes));

    /// <summary>The shim reports by its own status; a Linux machine that was switched off stops its QEMU with 0.</summary>
    public static bool IsGoodEnd(BenchGuest guest, GuestExit exit) => guest is BenchGuest.Linux ? exit.Kind is GuestExitKind.Stopped : exit.IsSuccess;

    // The machine of the two-VM run without its devices: the program uses none, and neither does the Linux guest's.
    private IReadOnlyList<string> OurArguments(string[] words, int mebibytes) =>
    [
        "-machine", "microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=on,auto-kernel-cmdline=on",
        "-accel", options.Accelerator is Accelerator.Kvm ? "kvm" : "tcg",
        "-cpu", options.Accelerator is Accelerator.Kvm ? "host" : "max",
        "-smp", "1",
        "-m", mebibytes.ToString(CultureInfo.InvariantCulture) + "M",
        "-nodefaults", "-no-user-config", "-no-reboot",
        "-display", "none", "-monitor", "none", "-serial", "stdio",
        "-kernel", options.BenchmarkImage,
        "-append", string.Join(' ', words),
        "-device", string.Create(CultureInfo.InvariantCulture, $"isa-debug-exit,iobase=0x{QemuArguments.DebugExitPort:x},iosize=1"),
    ];
}
