using DSoftBus.Net.Wire;

namespace DSoftBus.Qemu.Capture;

/// <summary>Looks for malformed headers and wrong checksums.</summary>
public static class FrameCheck
{
    /// <summary>The first problem of a capture with its frame number, or null.</summary>
    public static string? FindProblem(IEnumerable<CapturedFrame> frames)
    {
        foreach (CapturedFrame frame in frames)
        {
            if (Describe(frame.Bytes.Span) is { } problem)
                return $"frame {frame.Number}: {problem}";
        }

        return null;
    }

    /// <summary>Null when every header that this system speaks is well formed and every checksum right, else what is wrong.</summary>
    public static string? Describe(ReadOnlySpan<byte> frame)
    {
        if (EthernetView.TryParse(frame, out EthernetView ethernet) is var link and not WireError.None)
            return $"Ethernet {link}";
        return ethernet.Type switch
        {
            EtherType.Arp => ArpView.TryParse(ethernet.Payload, out _) is var arp and not WireError.None ? $"ARP {arp}" : null,
            EtherType.Ipv4 => DescribeIpv4(ethernet.Payload),
            _ => null,
        };
    }

    private static string? DescribeIpv4(ReadOnlySpan<byte> bytes)
    {
        if (Ipv4View.TryParse(bytes, out Ipv4View packet) is var error and not WireError.None)
            return $"IPv4 {error}";
        if (!packet.IsChecksumValid)
            return "IPv4 BadChecksum";
        if (packet.IsFragment)
            return null;
        return packet.Protocol switch
        {
            IpProtocol.Icmp => Verdict("ICMP", IcmpView.TryParse(packet.Payload, out IcmpView icmp)) ?? (icmp.IsChecksumValid ? null : "ICMP BadChecksum"),
            IpProtocol.Igmp => Verdict("IGMP", IgmpView.TryParse(packet.Payload, out IgmpView igmp)) ?? (igmp.IsChecksumValid ? null : "IGMP BadChecksum"),
            IpProtocol.Udp => Verdict("UDP", UdpView.TryParse(packet.Payload, out UdpView udp))
                ?? (udp.IsChecksumValid(packet.Source, packet.Destination) ? null : "UDP BadChecksum"),
            IpProtocol.Tcp => Verdict("TCP", TcpView.TryParse(packet.Payload, out TcpView tcp))
                ?? (tcp.IsChecksumValid(packet.Source, packet.Destination) ? null : "TCP BadChecksum"),
            _ => null,
        };
    }

    private static string? Verdict(string protocol, WireError error) => error is WireError.None ? null : $"{protocol} {error}";
}
