using System.Buffers.Binary;
using DSoftBus.Net.Wire;

namespace DSoftBus.Fuzz.Targets;

/// <summary>Makes the checksums of a frame right, so that a fuzzer's changes get past them.</summary>
internal static class ChecksumRepair
{
    public static void Apply(Span<byte> frame)
    {
        if (EthernetView.TryParse(frame, out var ethernet) != WireError.None || ethernet.Type != EtherType.Ipv4)
            return;
        var packet = frame[EthernetView.HeaderLength..];
        int header = packet.Length < Ipv4View.MinimumHeaderLength ? 0 : (packet[0] & 15) * 4;
        if (header < Ipv4View.MinimumHeaderLength || header > packet.Length)
            return;
        packet[10] = packet[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Compute(packet[..header]));
        if (Ipv4View.TryParse(packet, out var view) != WireError.None)
            return;
        var payload = packet[header..view.TotalLength];
        switch (view.Protocol)
        {
            case IpProtocol.Tcp when payload.Length >= TcpView.MinimumHeaderLength:
                TcpRepr.FillChecksum(payload, view.Source, view.Destination);
                break;
            case IpProtocol.Udp when payload.Length >= UdpView.HeaderLength:
                UdpRepr.FillChecksum(payload, view.Source, view.Destination);
                break;
            case IpProtocol.Icmp or IpProtocol.Igmp when payload.Length >= 4:
                payload[2] = payload[3] = 0;
                BinaryPrimitives.WriteUInt16BigEndian(payload[2..], InternetChecksum.Compute(payload));
                break;
        }
    }
}
