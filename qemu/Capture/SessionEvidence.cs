using System.Text;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Qemu.Capture;

/// <summary>What the capture of a good two-node run must show, whatever the nodes themselves say.</summary>
public static class SessionEvidence
{
    private static readonly Ipv4Address Group = new(239, 42, 0, 1);

    /// <summary>Checks a capture.</summary>
    /// <param name="frames">The whole capture.</param>
    /// <param name="nodes">The two nodes: name, hardware address, port of their session listener.</param>
    public static IReadOnlyList<EvidenceItem> Check(IReadOnlyList<CapturedFrame> frames, IReadOnlyList<(string Name, MacAddress Address, ushort Port)> nodes)
    {
        var items = new List<EvidenceItem> { WellFormed(frames) };
        var ids = new Dictionary<string, string>();
        foreach ((string name, MacAddress address, _) in nodes)
        {
            CapturedFrame? join = frames.FirstOrDefault(frame => IsJoin(frame, address));
            items.Add(Found($"IGMP_{name}", $"node {name} joins 239.42.0.1 by IGMP", join));
            CapturedFrame? announce = frames.FirstOrDefault(frame => AnnouncedId(frame, address) is not null);
            items.Add(Found($"ANNOUNCE_{name}", $"node {name} announces itself to 239.42.0.1:37020", announce));
            if (announce is not null)
                ids[name] = AnnouncedId(announce, address)!;
        }

        IReadOnlyList<SeenSegment> segments = SeenSegment.In(frames);
        items.Add(Dial(segments, nodes, ids));
        items.Add(OrderlyClose(segments, nodes));
        return items;
    }

    private static EvidenceItem WellFormed(IReadOnlyList<CapturedFrame> frames)
    {
        string? problem = FrameCheck.FindProblem(frames);
        return new("CHECKSUM", "no malformed packet, no wrong checksum", problem is null, problem ?? $"{frames.Count} frames");
    }

    // Decided: the node with the lower device id dials, to the port that the other announced.
    private static EvidenceItem Dial(
        IReadOnlyList<SeenSegment> segments, IReadOnlyList<(string Name, MacAddress Address, ushort Port)> nodes, Dictionary<string, string> ids)
    {
        const string statement = "the lower device id dials, and the handshake of TCP completes";
        if (ids.Count != 2)
            return new("DIAL", statement, false, "device ids unknown");
        (string Name, MacAddress Address, ushort Port)[] ordered = [.. nodes.OrderBy(node => ids[node.Name], StringComparer.Ordinal)];
        (string dialler, MacAddress from, _) = ordered[0];
        (string listener, MacAddress to, ushort port) = ordered[1];
        SeenSegment? syn = segments.FirstOrDefault(s => s.From == from && s.DestinationPort == port && s.IsSyn);
        SeenSegment? reply = segments.FirstOrDefault(s => s.From == to && s.SourcePort == port && s.IsSynAck);
        SeenSegment? wrong = segments.FirstOrDefault(s => s.From == to && s.IsSyn && nodes.Any(n => n.Port == s.DestinationPort));
        if (wrong is not null)
            return new("DIAL", statement, false, $"frame {wrong.Frame}: node {listener} dials although its id is the higher one");
        return syn is not null && reply is not null && reply.Frame > syn.Frame
            ? new("DIAL", statement, true, $"node {dialler} to port {port}, frames {syn.Frame} and {reply.Frame}")
            : new("DIAL", statement, false, $"no SYN and SYN-ACK between node {dialler} and port {port} of node {listener}");
    }

    private static EvidenceItem OrderlyClose(IReadOnlyList<SeenSegment> segments, IReadOnlyList<(string Name, MacAddress Address, ushort Port)> nodes)
    {
        const string statement = "the session is closed in order by both sides";
        SeenSegment[] session = [.. segments.Where(s => nodes.Any(n => n.Port == s.DestinationPort || n.Port == s.SourcePort))];
        if (session.FirstOrDefault(s => s.IsReset) is { } reset)
            return new("CLOSE", statement, false, $"frame {reset.Frame} resets a connection");
        int[] fins = [.. nodes.Select(n => session.FirstOrDefault(s => s.From == n.Address && s.IsFin)?.Frame ?? 0)];
        return fins.All(frame => frame > 0)
            ? new("CLOSE", statement, true, $"FIN in frames {string.Join(" and ", fins)}")
            : new("CLOSE", statement, false, $"no FIN from node {nodes[Array.IndexOf(fins, 0)].Name}");
    }

    private static EvidenceItem Found(string key, string statement, CapturedFrame? frame) =>
        new(key, statement, frame is not null, frame is null ? "not in the capture" : $"frame {frame.Number}");

    private static bool IsJoin(CapturedFrame frame, MacAddress from)
    {
        if (!Packet(frame, from, out Ipv4View packet) || packet.Protocol is not IpProtocol.Igmp || IgmpView.TryParse(packet.Payload, out IgmpView message) is not WireError.None)
            return false;
        if (message.Type is IgmpType.V2MembershipReport)
            return message.Group == Group;
        if (Igmpv3ReportView.TryParse(packet.Payload, out Igmpv3ReportView report) is not WireError.None)
            return false;
        foreach (Igmpv3GroupRecord record in report)
        {
            // RFC 3376 section 5.1: excluding nothing is how a host joins a whole group.
            if (record.Group == Group && record.Type is Igmpv3RecordType.ChangeToExclude or Igmpv3RecordType.ModeIsExclude)
                return true;
        }

        return false;
    }

    private static string? AnnouncedId(CapturedFrame frame, MacAddress from)
    {
        const int idOffset = 6;
        if (!Packet(frame, from, out Ipv4View packet) || packet.Destination != Group || packet.Protocol is not IpProtocol.Udp
            || UdpView.TryParse(packet.Payload, out UdpView datagram) is not WireError.None || datagram.DestinationPort != CaptureCounts.DiscoveryPort)
        {
            return null;
        }

        // Announce v1: magic, version, length of the id, the id.
        ReadOnlySpan<byte> announce = datagram.Payload;
        return announce.Length > idOffset && announce[..5].SequenceEqual("NXSB\u0001"u8) && announce.Length >= idOffset + announce[5]
            ? Encoding.ASCII.GetString(announce.Slice(idOffset, announce[5]))
            : null;
    }

    private static bool Packet(CapturedFrame frame, MacAddress? from, out Ipv4View packet)
    {
        packet = default;
        return EthernetView.TryParse(frame.Bytes.Span, out EthernetView ethernet) is WireError.None
            && (from is not { } address || ethernet.Source == address)
            && ethernet.Type is EtherType.Ipv4
            && Ipv4View.TryParse(ethernet.Payload, out packet) is WireError.None;
    }
}
