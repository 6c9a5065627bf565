namespace DSoftBus.Net.Wire;

/// <summary>The type field of an Ethernet II frame (IEEE 802.3 clause 3.2.6); values below 0x600 are lengths.</summary>
public enum EtherType : ushort
{
    Ipv4 = 0x0800,
    Arp = 0x0806,
    Vlan = 0x8100,
    Ipv6 = 0x86dd,
}
