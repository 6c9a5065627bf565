namespace DSoftBus.Net.Devices;

/// <summary>Which way a captured frame went; values of the direction bits of a pcapng packet (draft-ietf-opsawg-pcapng, epb_flags).</summary>
public enum FrameDirection : byte
{
    Unknown = 0,
    Inbound = 1,
    Outbound = 2,
}
