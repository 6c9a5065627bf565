namespace DSoftBus.Net.Dhcp;

/// <summary>States of a DHCP client (RFC 2131 figure 5), and that it is not one (any more).</summary>
public enum DhcpState : byte
{
    Stopped,
    Selecting,
    Requesting,
    Bound,
    Renewing,
    Rebinding,

    /// <summary>The lease was given back; the address goes when the message has had time to find its server.</summary>
    Releasing,
}
