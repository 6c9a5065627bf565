namespace DSoftBus.Net.Wire;

/// <summary>The opcode of an ARP packet (RFC 826). Others exist on the wire and are kept as numbers.</summary>
public enum ArpOperation : ushort
{
    Request = 1,
    Reply = 2,
}
