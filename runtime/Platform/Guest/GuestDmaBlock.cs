using System.Runtime.InteropServices;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>Where memory for devices lies: 16 bytes, filled by the shim's private call DMA_ALLOCATE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GuestDmaBlock
{
    public ulong Virtual;
    public ulong Physical;
}
