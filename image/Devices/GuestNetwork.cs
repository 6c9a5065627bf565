using DSoftBus.Drivers.Virtio;
using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Image.Boot;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Platform.Guest;

namespace DSoftBus.Image.Devices;

/// <summary>Opens the machine's network device for the task that holds its capability, again after a restart of that task.</summary>
internal sealed class GuestNetwork(GuestDevice? device, GuestPlatform platform, IMemoryPool memory, SerialConsole console)
{
    private readonly VirtioNetOptions _options = VirtioNetOptions.Default;
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

        VirtioError error = VirtioNetDevice.TryOpen(device.Registers, device.Interrupt(platform, loop), _memory, _options, out VirtioNetDevice? opened);
        if (error != VirtioError.None)
            console.WriteLine($"init: network device refused: {error}");
        return opened;
    }
}
