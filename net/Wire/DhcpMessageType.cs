namespace DSoftBus.Net.Wire;

/// <summary>Option 53 of a DHCP message (RFC 2132 section 9.6).</summary>
public enum DhcpMessageType : byte
{
    /// <summary>The option is absent: plain BOOTP.</summary>
    None = 0,
    Discover = 1,
    Offer = 2,
    Request = 3,
    Decline = 4,
    Ack = 5,
    Nak = 6,
    Release = 7,
    Inform = 8,
}
