using DSoftBus.Drivers.Virtio;
using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Image.Boot;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Platform.Guest;

namespace DSoftBus.Image.Devices;

/// <summary>Opens the machine's network device for the task that holds its capability, again after a restart of that task.</summary>
/// <remarks>The word <c>softbus.net.off=NAME,NAME</c> leaves features of the device alone, so that one image can be tried without each of them.</remarks>
internal sealed class GuestNetwork(GuestDevice? device, GuestPlatform platform, IMemoryPool memory, SerialConsole console, BootParameters boot)
{
    private const string OffWord = "softbus.net.off";

    private readonly VirtioNetOptions _options = Choose(boot, console);
    private VirtioNetMemory? _memory;

    /// <summary>The device's address, read before anybody opens it; null without a usable device.</summary>
    public MacAddress? Address =>
        device is not null && VirtioNetDevice.TryReadAddress(device.Registers, out MacAddress address) == VirtioError.None ? address : null;

    /// <summary>The device was refused because there is no memory for its buffers.</summary>
    public bool LacksMemory { get; private set; }

    /// <summary>Resets and starts the device; null when there is none or it cannot be used, with a line that says why.</summary>
    public INetDevice? Open(TaskLoop loop)
    {
        if (device is null)
        {
            console.WriteLine("init: no network device; the bus needs one (QEMU: -M microvm -device virtio-net-device)");
            return null;
        }

        // Allocated once: a failed task may have left buffers behind, and after the reset its successor starts over the same memory.
        if (_memory is null && !VirtioNetMemory.TryAllocate(memory, _options, out _memory))
        {
            LacksMemory = true;
            console.WriteLine("init: network device refused: NoMemory");
            return null;
        }

        VirtioError error = VirtioNetDevice.TryOpen(device.Registers, device.Interrupt(platform, loop), _memory, _options, loop, out VirtioNetDevice? opened);
        if (error != VirtioError.None)
            console.WriteLine($"init: network device refused: {error}");
        else
            console.WriteLine($"init: network device features: {VirtioNetFeatures.ToText(opened!.Negotiated)}");
        return opened;
    }

    private static VirtioNetOptions Choose(BootParameters boot, SerialConsole console)
    {
        if (VirtioNetFeatures.TryParse(boot.Text(OffWord) ?? "", out VirtioNetFeature off, out string? unknown))
            return VirtioNetOptions.Default with { Wanted = VirtioNetFeature.All & ~off };
        console.WriteLine($"init: {OffWord}: no feature is named '{unknown}', so none is switched off; names: {VirtioNetFeatures.KnownNames}");
        return VirtioNetOptions.Default;
    }
}
