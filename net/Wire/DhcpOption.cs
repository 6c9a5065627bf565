namespace DSoftBus.Net.Wire;

/// <summary>Option codes of DHCP (RFC 2132) that this stack reads or writes.</summary>
public enum DhcpOption : byte
{
    Pad = 0,
    SubnetMask = 1,
    Router = 3,
    DomainNameServer = 6,
    InterfaceMtu = 26,
    BroadcastAddress = 28,
    RequestedAddress = 50,
    LeaseTime = 51,
    Overload = 52,
    MessageType = 53,
    ServerIdentifier = 54,
    ParameterRequestList = 55,
    MaximumMessageSize = 57,
    RenewalTime = 58,
    RebindingTime = 59,
    ClientIdentifier = 61,
    End = 255,
}
