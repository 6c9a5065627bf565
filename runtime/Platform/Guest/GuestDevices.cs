namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>Finds the devices of the machine through the shim; assumes neither addresses nor their number.</summary>
public static class GuestDevices
{
    /// <summary>Devices looked at; a QEMU microvm has at most 24 virtio-mmio slots.</summary>
    public const int Limit = 64;

    /// <summary>All virtio-mmio devices in the shim's order, empty slots among them. A device that cannot be mapped is left out.</summary>
    public static List<GuestDevice> Discover()
    {
        var devices = new List<GuestDevice>();
        for (int index = 0; index < Limit; index++)
        {
            if (GuestInterop.DeviceInfo(index, out GuestDeviceInfo info) < 0)
                break;
            if (info.Kind != GuestDeviceInfo.VirtioMmio || info.Length is 0 or > int.MaxValue)
                continue;
            if (GuestInterop.DeviceMap(index, out nint address) >= 0)
                devices.Add(new GuestDevice(index, info.PhysicalBase, new Mmio(address, (int)info.Length)));
        }

        return devices;
    }
}
