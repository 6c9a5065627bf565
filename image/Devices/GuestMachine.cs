using DSoftBus.Drivers.Virtio;
using DSoftBus.Image.Boot;
using DSoftBus.Runtime.Platform.Guest;

namespace DSoftBus.Image.Devices;

/// <summary>The virtio devices of the machine, told apart by what their registers say.</summary>
internal sealed class GuestMachine
{
    private GuestMachine(GuestDevice? network, GuestDevice? entropy)
    {
        Network = network;
        Entropy = entropy;
    }

    /// <summary>The first network device.</summary>
    public GuestDevice? Network { get; }

    /// <summary>The first entropy device.</summary>
    public GuestDevice? Entropy { get; }

    /// <summary>Looks at every device that the shim found and prints one line for each that is there.</summary>
    public static GuestMachine Discover(SerialConsole console)
    {
        GuestDevice? network = null;
        GuestDevice? entropy = null;
        foreach (GuestDevice device in GuestDevices.Discover())
        {
            VirtioError error = VirtioMmioTransport.TryOpen(device.Registers, out VirtioMmioTransport? transport);
            if (transport is null)
            {
                if (error == VirtioError.UnsupportedVersion)
                    console.WriteLine($"init: device {device.Index} at 0x{device.PhysicalBase:x}: legacy virtio is not supported");
                continue;
            }

            console.WriteLine($"init: device {device.Index} at 0x{device.PhysicalBase:x}: virtio {NameOf(transport.Device)}");
            if (transport.Device == VirtioDeviceId.Network)
                network ??= device;
            else if (transport.Device == VirtioDeviceId.Entropy)
                entropy ??= device;
        }

        return new GuestMachine(network, entropy);
    }

    private static string NameOf(VirtioDeviceId device) => device switch
    {
        VirtioDeviceId.Network => "network",
        VirtioDeviceId.Entropy => "entropy",
        _ => $"device type {(uint)device}, no driver",
    };
}
