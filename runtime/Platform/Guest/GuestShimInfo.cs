using System.Runtime.InteropServices;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>The shim about itself and the machine: 48 bytes, filled by its private call SHIM_INFO.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GuestShimInfo
{
    /// <summary>Bit of <see cref="Flags"/>: the processor has RDRAND and getrandom uses it.</summary>
    public const uint HasRdrand = 1;

    public uint Version;
    public uint Flags;
    public ulong TotalPages;
    public ulong FreePages;
    public ulong HighestAddress;
    public ulong UptimeNanoseconds;
    public ulong TscHertz;
}
