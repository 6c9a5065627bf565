using System.Globalization;

namespace DSoftBus.Qemu.Launch;

/// <summary>The argument list of <c>qemu-system-x86_64</c> for one guest (QEMU 7.2 and later, machine <c>microvm</c>).</summary>
public static class QemuArguments
{
    /// <summary>I/O port of the isa-debug-exit device; a byte v written there ends QEMU with exit status <c>(v &lt;&lt; 1) | 1</c>.</summary>
    public const int DebugExitPort = 0xf4;

    /// <summary>Builds the list. Same options, same list.</summary>
    /// <exception cref="ArgumentException">A path or word holds a character that QEMU's option syntax would split on.</exception>
    public static IReadOnlyList<string> Build(GuestOptions options)
    {
        Plain(options.LocalSocket);
        Plain(options.RemoteSocket);
        Plain(options.MacAddress);
        return
        [
            // Without ACPI the machine has one I/O APIC with 8 virtio-mmio slots and announces them on the kernel command line.
            // The guest calibrates its timer by the PIT, reads the date from the RTC and talks to the first ISA serial port.
            "-machine", "microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=on,auto-kernel-cmdline=on",
            "-accel", options.Accelerator is Accelerator.Kvm ? "kvm" : "tcg",
            "-cpu", options.Accelerator is Accelerator.Kvm ? "host" : "max",
            "-smp", "1",
            "-m", options.MemoryMebibytes.ToString(CultureInfo.InvariantCulture) + "M",
            "-nodefaults", "-no-user-config", "-no-reboot",
            "-display", "none", "-monitor", "none", "-serial", "stdio",
            "-kernel", options.Image,
            .. options.Module is { } module ? ["-initrd", module] : Array.Empty<string>(),
            "-append", string.Join(' ', options.KernelWords),
            // The modern (version 2) register layout; the guest has no driver for the legacy one.
            "-global", "virtio-mmio.force-legacy=false",
            "-netdev", $"dgram,id=n0,local.type=unix,local.path={options.LocalSocket},remote.type=unix,remote.path={options.RemoteSocket}",
            "-device", $"virtio-net-device,netdev=n0,mac={options.MacAddress}",
            "-device", "virtio-rng-device",
            "-device", string.Create(CultureInfo.InvariantCulture, $"isa-debug-exit,iobase=0x{DebugExitPort:x},iosize=1"),
        ];
    }

    // QEMU splits -netdev and -device values at commas; such a path would silently become another option.
    private static void Plain(string value)
    {
        if (value.Length == 0 || value.Contains(',', StringComparison.Ordinal))
            throw new ArgumentException($"'{value}' cannot stand in a QEMU option.", nameof(value));
    }
}
