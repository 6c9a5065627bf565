using DSoftBus.Net.Wire;

namespace DSoftBus.Tests.EndToEnd.Captures;

/// <summary>The UDP payloads of a capture with their ends, one line each.</summary>
public static class UdpDatagrams
{
    public static List<string> Of(IEnumerable<CapturedFrame> frames)
    {
        var datagrams = new List<string>();
        foreach (var frame in frames)
        {
            if (EthernetView.TryParse(frame.Bytes, out var ethernet) == WireError.None && ethernet.Type == EtherType.Ipv4
                && Ipv4View.TryParse(ethernet.Payload, out var ip) == WireError.None && ip.Protocol == IpProtocol.Udp
                && UdpView.TryParse(ip.Payload, out var udp) == WireError.None)
            {
                datagrams.Add($"{ip.Source}:{udp.SourcePort} > {ip.Destination}:{udp.DestinationPort} {Convert.ToHexStringLower(udp.Payload)}");
            }
        }

        return datagrams;
    }
}
