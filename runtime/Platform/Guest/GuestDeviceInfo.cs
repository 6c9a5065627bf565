using System.Runtime.InteropServices;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>What the shim knows of one device: 32 bytes, filled by its private call DEVICE_INFO.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct GuestDeviceInfo
{
    /// <summary>The value of <see cref="Kind"/> for a virtio device behind memory-mapped registers.</summary>
    public const uint VirtioMmio = 1;

    public ulong PhysicalBase;

    /// <summary>Bytes of registers from <see cref="PhysicalBase"/>.</summary>
    public uint Length;

    public uint InterruptLine;

    public uint Kind;
}
