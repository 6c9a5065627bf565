using System.Buffers.Binary;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Net.Wire;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826).</summary>
public readonly record struct ArpRepr(
    ArpOperation Operation,
    MacAddress SenderHardware,
    Ipv4Address SenderAddress,
    MacAddress TargetHardware,
    Ipv4Address TargetAddress)
{
    /// <summary>Hardware type 1 (RFC 826 "Definitions": ares_hrd$Ethernet).</summary>
    internal const ushort EthernetHardware = 1;

    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public const int Length = ArpView.PacketLength;

    public static ArpRepr From(ArpView view) =>
        new(view.Operation, view.SenderHardware, view.SenderAddress, view.TargetHardware, view.TargetAddress);

    public void Emit(Span<byte> packet)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet, EthernetHardware);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)EtherType.Ipv4);
        packet[4] = MacAddress.Length;
        packet[5] = Ipv4Address.Length;
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], (ushort)Operation);
        SenderHardware.CopyTo(packet[8..]);
        SenderAddress.Write(packet[14..]);
        TargetHardware.CopyTo(packet[18..]);
        TargetAddress.Write(packet[24..]);
    }
}
