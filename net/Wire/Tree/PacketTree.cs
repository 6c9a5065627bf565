using DSoftBus.Runtime.Devices;

namespace DSoftBus.Net.Wire.Tree;

/// <summary>Turns a frame into indented text, every field of every layer on its own line: the form of golden packets. Total: any bytes give a text.</summary>
/// <param name="decoders">Asked in order for the payload of UDP and TCP; DHCP and DNS are known already.</param>
public sealed class PacketTree(params IPayloadDecoder[] decoders)
{
    private readonly IPayloadDecoder[] _decoders = [.. decoders, new DhcpPayloadDecoder(), new DnsPayloadDecoder()];

    /// <summary>The text of one Ethernet frame.</summary>
    public string Describe(ReadOnlySpan<byte> frame)
    {
        var writer = new PacketTreeWriter();
        var error = EthernetView.TryParse(frame, out var view);
        if (error != WireError.None)
        {
            Broken(writer, "ethernet", error, frame);
            return writer.ToString();
        }

        writer.Begin("ethernet");
        writer.Field("destination", view.Destination);
        writer.Field("source", view.Source);
        writer.Hex("type", (ushort)view.Type);
        writer.End();
        switch (view.Type)
        {
            case EtherType.Arp:
                Arp(writer, view.Payload);
                break;
            case EtherType.Ipv4:
                Ipv4(writer, view.Payload);
                break;
            default:
                writer.Bytes("payload", view.Payload);
                break;
        }

        return writer.ToString();
    }

    private static void Arp(PacketTreeWriter writer, ReadOnlySpan<byte> bytes)
    {
        var error = ArpView.TryParse(bytes, out var view);
        if (error != WireError.None)
        {
            Broken(writer, "arp", error, bytes);
            return;
        }

        writer.Begin("arp");
        writer.Field("operation", $"{(ushort)view.Operation} ({view.Operation})");
        Host(writer, "sender", view.SenderHardware, view.SenderAddress);
        Host(writer, "target", view.TargetHardware, view.TargetAddress);
        writer.End();
        Padding(writer, bytes.Length - ArpView.PacketLength);
    }

    private void Ipv4(PacketTreeWriter writer, ReadOnlySpan<byte> bytes)
    {
        var error = Ipv4View.TryParse(bytes, out var view);
        if (error != WireError.None)
        {
            Broken(writer, "ipv4", error, bytes);
            return;
        }

        writer.Begin("ipv4");
        writer.Field("header length", view.HeaderLength);
        writer.Field("type of service", view.TypeOfService);
        writer.Field("total length", view.TotalLength);
        writer.Hex("identification", view.Identification);
        writer.Field("flags", view.DontFragment ? view.MoreFragments ? "DF MF" : "DF" : view.MoreFragments ? "MF" : "none");
        writer.Field("fragment offset", view.FragmentOffset);
        writer.Field("time to live", view.TimeToLive);
        writer.Field("protocol", $"{(byte)view.Protocol} ({view.Protocol})");
        writer.Field("header checksum", Checksum(view.HeaderChecksum, view.IsChecksumValid));
        writer.Field("source", view.Source);
        writer.Field("destination", view.Destination);
        if (view.Options.Length > 0)
            writer.Field("options", Convert.ToHexStringLower(view.Options));
        writer.End();

        if (view.IsFragment)
            writer.Bytes("fragment", view.Payload);
        else
            Transport(writer, view);
        Padding(writer, bytes.Length - view.TotalLength);
    }

    private void Transport(PacketTreeWriter writer, Ipv4View packet)
    {
        switch (packet.Protocol)
        {
            case IpProtocol.Icmp:
                ControlTree.Icmp(writer, packet.Payload);
                break;
            case IpProtocol.Igmp:
                ControlTree.Igmp(writer, packet.Payload);
                break;
            case IpProtocol.Udp:
                Udp(writer, packet);
                break;
            case IpProtocol.Tcp:
                Tcp(writer, packet);
                break;
            default:
                writer.Bytes("payload", packet.Payload);
                break;
        }
    }

    private void Udp(PacketTreeWriter writer, Ipv4View packet)
    {
        var error = UdpView.TryParse(packet.Payload, out var view);
        if (error != WireError.None)
        {
            Broken(writer, "udp", error, packet.Payload);
            return;
        }

        writer.Begin("udp");
        writer.Field("source port", view.SourcePort);
        writer.Field("destination port", view.DestinationPort);
        writer.Field("length", view.Length);
        writer.Field("checksum", view.Checksum == 0 ? "none" : Checksum(view.Checksum, view.IsChecksumValid(packet.Source, packet.Destination)));
        writer.End();
        if (!TryDecode(new PayloadContext(IpProtocol.Udp, view.SourcePort, view.DestinationPort), view.Payload, writer))
            writer.Bytes("payload", view.Payload);
    }

    private void Tcp(PacketTreeWriter writer, Ipv4View packet)
    {
        var error = TcpView.TryParse(packet.Payload, out var view);
        if (error != WireError.None)
        {
            Broken(writer, "tcp", error, packet.Payload);
            return;
        }

        writer.Begin("tcp");
        writer.Field("source port", view.SourcePort);
        writer.Field("destination port", view.DestinationPort);
        writer.Field("sequence number", view.SequenceNumber);
        writer.Field("acknowledgment number", view.AcknowledgmentNumber);
        writer.Field("header length", view.HeaderLength);
        writer.Field("flags", view.Flags);
        writer.Field("window", view.Window);
        writer.Field("checksum", Checksum(view.Checksum, view.IsChecksumValid(packet.Source, packet.Destination)));
        writer.Field("urgent pointer", view.UrgentPointer);
        ControlTree.TcpOptions(writer, view.Options);
        writer.Field("payload length", view.Payload.Length);
        writer.End();
        if (view.Payload.Length > 0)
            TryDecode(new PayloadContext(IpProtocol.Tcp, view.SourcePort, view.DestinationPort), view.Payload, writer);
    }

    private bool TryDecode(in PayloadContext context, ReadOnlySpan<byte> payload, PacketTreeWriter writer)
    {
        foreach (var decoder in _decoders)
        {
            if (decoder.TryDecode(context, payload, writer))
                return true;
        }

        return false;
    }

    private static void Host(PacketTreeWriter writer, string name, MacAddress hardware, Ipv4Address address)
    {
        writer.Field($"{name} hardware", hardware);
        writer.Field($"{name} address", address);
    }

    private static void Padding(PacketTreeWriter writer, int length)
    {
        if (length > 0)
            writer.Field("padding", $"{length} bytes");
    }

    internal static string Checksum(ushort value, bool valid) => $"0x{value:x4} ({(valid ? "correct" : "WRONG")})";

    internal static void Broken(PacketTreeWriter writer, string layer, WireError error, ReadOnlySpan<byte> bytes)
    {
        writer.Begin($"{layer} MALFORMED ({error})");
        writer.Bytes("bytes", bytes);
        writer.End();
    }
}
