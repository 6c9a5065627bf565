using System.Buffers.Binary;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Net.Wire;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826).</summary>
/// <remarks>
/// <code>
///  0               2               4       5       6          bytes, all fields big-endian
/// | hardware 1    | protocol 0800 | hlen 6| plen 4| operation |
///  8                               14              18                    24          28
/// | sender hardware address       | sender address | target hardware     | target address |
/// </code>
/// </remarks>
public readonly ref struct ArpView
{
    public const int PacketLength = 28;

    private readonly ReadOnlySpan<byte> _bytes;

    private ArpView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ArpOperation Operation => (ArpOperation)BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    public MacAddress SenderHardware => MacAddress.From(_bytes[8..]);

    public Ipv4Address SenderAddress => Ipv4Address.Read(_bytes[14..]);

    public MacAddress TargetHardware => MacAddress.From(_bytes[18..]);

    public Ipv4Address TargetAddress => Ipv4Address.Read(_bytes[24..]);

    /// <summary>RFC 826 "Packet Reception": other hardware or protocol spaces are <see cref="WireError.BadVersion"/>, other lengths <see cref="WireError.BadLength"/>.</summary>
    public static WireError TryParse(ReadOnlySpan<byte> bytes, out ArpView view)
    {
        view = default;
        if (bytes.Length < PacketLength)
            return WireError.Truncated;
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes) != ArpRepr.EthernetHardware
            || BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) != (ushort)EtherType.Ipv4)
        {
            return WireError.BadVersion;
        }

        if (bytes[4] != MacAddress.Length || bytes[5] != Ipv4Address.Length)
            return WireError.BadLength;
        view = new ArpView(bytes[..PacketLength]);
        return WireError.None;
    }
}
