using System.Globalization;

namespace DSoftBus.Qemu.Launch;

/// <summary>The argument list of <c>qemu-system-x86_64</c> for one guest (QEMU 7.2 and later, machine <c>microvm</c>).</summary>
public static class QemuArguments
{
    /// <summary>I/O port of the isa-debug-exit device; a byte v written there ends QEMU with exit status <c>(v &lt;&lt; 1) | 1</c>.</summary>
    public const int DebugExitPort = 0xf4;

    private const string BackendName = "n0";

    /// <summary>Builds the list. Same options, same list.</summary>
    /// <exception cref="ArgumentException">A path or word holds a character that QEMU's option syntax would split on.</exception>
    public static IReadOnlyList<string> Build(GuestOptions options)
    {
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
            "-netdev", Backend(options.Link),
            "-device", Card("virtio-net-device", options.MacAddress, options.Link),
            "-device", "virtio-rng-device",
            "-device", string.Create(CultureInfo.InvariantCulture, $"isa-debug-exit,iobase=0x{DebugExitPort:x},iosize=1"),
        ];
    }

    /// <summary>The value of <c>-netdev</c>, with the name that <see cref="Card"/> refers to.</summary>
    /// <exception cref="ArgumentException">See <see cref="Build"/>.</exception>
    internal static string Backend(GuestLink link) => link switch
    {
        CableLink cable => $"dgram,id={BackendName},local.type=unix,local.path={Plain(cable.LocalSocket)},remote.type=unix,remote.path={Plain(cable.RemoteSocket)}",
        // QEMU itself moves the frames: the comparison is of guests, not of host kernels.
        TapLink tap => $"tap,id={BackendName},ifname={Plain(tap.Device)},script=no,downscript=no,vhost=off,vnet_hdr=on",
        _ => throw new ArgumentException($"{link.GetType().Name} is no link that QEMU knows.", nameof(link)),
    };

    /// <summary>The value of <c>-device</c> for a network card of that kind.</summary>
    /// <exception cref="ArgumentException">See <see cref="Build"/>.</exception>
    internal static string Card(string kind, string macAddress, GuestLink link)
    {
        IEnumerable<string> denied = link is TapLink tap ? tap.Without.Select(feature => $",{Plain(feature)}=off") : [];
        return $"{kind},netdev={BackendName},mac={Plain(macAddress)}{string.Concat(denied)}";
    }

    // QEMU splits -netdev and -device values at commas; such a path would silently become another option.
    private static string Plain(string value) => value.Length == 0 || value.Contains(',', StringComparison.Ordinal)
        ? throw new ArgumentException($"'{value}' cannot stand in a QEMU option.", nameof(value))
        : value;
}
