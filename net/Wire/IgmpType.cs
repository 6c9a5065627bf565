namespace DSoftBus.Net.Wire;

/// <summary>The type field of an IGMP message (RFC 2236 section 2.1, RFC 3376 section 4).</summary>
public enum IgmpType : byte
{
    MembershipQuery = 0x11,
    V1MembershipReport = 0x12,
    V2MembershipReport = 0x16,
    V2LeaveGroup = 0x17,
    V3MembershipReport = 0x22,
}
