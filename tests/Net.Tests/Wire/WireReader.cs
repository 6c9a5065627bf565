using DSoftBus.Net.Wire;

namespace DSoftBus.Tests.Net.Wire;

/// <summary>Reads bytes with the parser of a format and says what it saw, in the words of the vector file; and writes them again.</summary>
internal static class WireReader
{
    public static readonly Ipv4Address Source = new(10, 42, 0, 10), Destination = new(10, 42, 0, 11);

    public static readonly string[] Formats =
    [
        "ethernet", "arp", "ipv4", "icmp-echo", "icmp-error", "igmp", "igmpv3-query", "igmpv3-report", "udp", "tcp", "dhcp", "dns", "checksum",
    ];

    /// <summary>Parses; on success fills <paramref name="fields"/> and <paramref name="emitted"/> (null when the format has no representation).</summary>
    public static WireError Read(string format, byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        return format switch
        {
            "ethernet" => Ethernet(bytes, fields, out emitted),
            "arp" => Arp(bytes, fields, out emitted),
            "ipv4" => Ipv4(bytes, fields, out emitted),
            "icmp-echo" or "icmp-error" => ControlReader.Icmp(format == "icmp-echo", bytes, fields, out emitted),
            "igmp" => ControlReader.Igmp(bytes, fields, out emitted),
            "igmpv3-query" => ControlReader.Igmpv3Query(bytes, fields, out emitted),
            "igmpv3-report" => ControlReader.Igmpv3Report(bytes, fields, out emitted),
            "udp" => Udp(bytes, fields, out emitted),
            "tcp" => Tcp(bytes, fields, out emitted),
            "dhcp" => ApplicationReader.Dhcp(bytes, fields, out emitted),
            "dns" => ApplicationReader.Dns(bytes, fields, out emitted),
            "checksum" => Checksum(bytes, fields),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
        };
    }

    public static string Text(bool value) => value ? "true" : "false";

    private static WireError Checksum(byte[] bytes, Dictionary<string, string> fields)
    {
        fields["checksum"] = $"{InternetChecksum.Compute(bytes):x4}";
        return WireError.None;
    }

    private static WireError Ethernet(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = EthernetView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        fields["destination"] = view.Destination.ToString();
        fields["source"] = view.Source.ToString();
        fields["type"] = $"{(ushort)view.Type:x4}";
        fields["payload"] = Convert.ToHexStringLower(view.Payload);
        emitted = new byte[EthernetRepr.Length];
        EthernetRepr.From(view).Emit(emitted);
        return error;
    }

    private static WireError Arp(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = ArpView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        fields["operation"] = $"{(ushort)view.Operation}";
        fields["senderHardware"] = view.SenderHardware.ToString();
        fields["senderAddress"] = view.SenderAddress.ToString();
        fields["targetHardware"] = view.TargetHardware.ToString();
        fields["targetAddress"] = view.TargetAddress.ToString();
        emitted = new byte[ArpRepr.Length];
        ArpRepr.From(view).Emit(emitted);
        return error;
    }

    private static WireError Ipv4(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = Ipv4View.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        fields["headerLength"] = $"{view.HeaderLength}";
        fields["totalLength"] = $"{view.TotalLength}";
        fields["tos"] = $"{view.TypeOfService}";
        fields["identification"] = $"{view.Identification:x4}";
        fields["df"] = Text(view.DontFragment);
        fields["mf"] = Text(view.MoreFragments);
        fields["offset"] = $"{view.FragmentOffset}";
        fields["ttl"] = $"{view.TimeToLive}";
        fields["protocol"] = $"{(byte)view.Protocol}";
        fields["checksumValid"] = Text(view.IsChecksumValid);
        fields["source"] = view.Source.ToString();
        fields["destination"] = view.Destination.ToString();
        fields["options"] = Convert.ToHexStringLower(view.Options);
        fields["payload"] = Convert.ToHexStringLower(view.Payload);
        fields["routerAlert"] = Text(view.HasRouterAlert);
        var repr = Ipv4Repr.From(view);
        emitted = new byte[repr.Length];
        repr.Emit(emitted);
        view.Payload.CopyTo(emitted.AsSpan(repr.HeaderLength));
        return error;
    }

    private static WireError Udp(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = UdpView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        fields["sourcePort"] = $"{view.SourcePort}";
        fields["destinationPort"] = $"{view.DestinationPort}";
        fields["payload"] = Convert.ToHexStringLower(view.Payload);
        fields["checksumValid"] = Text(view.IsChecksumValid(Source, Destination));
        var repr = UdpRepr.From(view);
        emitted = new byte[repr.Length];
        repr.Emit(emitted);
        view.Payload.CopyTo(emitted.AsSpan(UdpView.HeaderLength));
        UdpRepr.FillChecksum(emitted, Source, Destination);
        return error;
    }

    private static WireError Tcp(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = TcpView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        fields["sourcePort"] = $"{view.SourcePort}";
        fields["destinationPort"] = $"{view.DestinationPort}";
        fields["sequence"] = $"{view.SequenceNumber}";
        fields["acknowledgment"] = $"{view.AcknowledgmentNumber}";
        fields["flags"] = $"{(byte)view.Flags:x2}";
        fields["window"] = $"{view.Window}";
        fields["payload"] = Convert.ToHexStringLower(view.Payload);
        fields["checksumValid"] = Text(view.IsChecksumValid(Source, Destination));
        var optionError = TcpRepr.TryFrom(view, out var repr);
        fields["options"] = Options(repr.Options, optionError);
        emitted = new byte[repr.Length];
        repr.Emit(emitted);
        view.Payload.CopyTo(emitted.AsSpan(repr.HeaderLength));
        TcpRepr.FillChecksum(emitted, Source, Destination);
        return error;
    }

    private static string Options(in TcpOptions options, WireError error)
    {
        var parts = new List<string>();
        if (options.MaximumSegmentSize is { } mss)
            parts.Add($"mss {mss}");
        if (options.Timestamps is { } timestamps)
            parts.Add($"ts {timestamps.Value} {timestamps.EchoReply}");
        if (options.SackPermitted)
            parts.Add("sackok");
        if (options.WindowScale is { } shift)
            parts.Add($"ws {shift}");
        if (options.UserTimeout is { } userTimeout)
            parts.Add($"uto {userTimeout.Duration.TotalSeconds}");
        var sack = new List<string>();
        for (int i = 0; i < options.SackCount; i++)
            sack.Add($"{options.Sack(i).Left}-{options.Sack(i).Right}");
        if (sack.Count > 0)
            parts.Add("sack " + string.Join(' ', sack));
        if (error != WireError.None)
            parts.Add(error.ToString());
        return string.Join(',', parts);
    }
}
