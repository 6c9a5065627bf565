using DSoftBus.Net.Wire;
using DSoftBus.Net.Wire.Tree;

namespace DSoftBus.Fuzz.Targets;

/// <summary>The parsers of <c>net/Wire</c>: each value is read to its last field, and where it has a representation that is written and read again.</summary>
internal static class WireTargets
{
    private static readonly Ipv4Address Source = new(10, 42, 0, 10), Destination = new(10, 42, 0, 11);
    private static readonly PacketTree Tree = new();

    public static readonly IFuzzTarget[] All =
    [
        new ParserTarget("ethernet", Ethernet),
        new ParserTarget("arp", Arp),
        new ParserTarget("ipv4", Ipv4),
        new ParserTarget("icmp", Icmp),
        new ParserTarget("igmp", Igmp),
        new ParserTarget("udp", Udp),
        new ParserTarget("tcp", Tcp),
        new ParserTarget("tcp-options", TcpOption),
        new ParserTarget("dhcp", Dhcp),
        new ParserTarget("dns", Dns),
        new ParserTarget("tree", bytes => _ = Tree.Describe(bytes)),
    ];

    private static void Ethernet(ReadOnlySpan<byte> bytes)
    {
        if (EthernetView.TryParse(bytes, out var view) != WireError.None)
            return;
        Span<byte> written = stackalloc byte[EthernetRepr.Length];
        EthernetRepr.From(view).Emit(written);
        FuzzFailureException.Unless(written.SequenceEqual(bytes[..written.Length]) && view.Payload.Length == bytes.Length - written.Length, "Ethernet does not come back as it was.");
    }

    private static void Arp(ReadOnlySpan<byte> bytes)
    {
        if (ArpView.TryParse(bytes, out var view) != WireError.None)
            return;
        Span<byte> written = stackalloc byte[ArpRepr.Length];
        ArpRepr.From(view).Emit(written);
        FuzzFailureException.Unless(written.SequenceEqual(bytes[..written.Length]), "ARP does not come back as it was.");
    }

    private static void Ipv4(ReadOnlySpan<byte> bytes)
    {
        if (Ipv4View.TryParse(bytes, out var view) != WireError.None)
            return;
        _ = view.IsChecksumValid;
        FuzzFailureException.Unless(view.HeaderLength + view.Payload.Length == view.TotalLength && view.TotalLength <= bytes.Length, "IPv4 lengths disagree.");
        _ = Ipv4Repr.From(view);
    }

    private static void Icmp(ReadOnlySpan<byte> bytes)
    {
        if (IcmpView.TryParse(bytes, out var view) != WireError.None)
            return;
        _ = (view.IsChecksumValid, view.IsError, IcmpEchoRepr.From(view), IcmpErrorRepr.From(view), view.NextHopMtu);
    }

    private static void Igmp(ReadOnlySpan<byte> bytes)
    {
        if (IgmpView.TryParse(bytes, out var view) == WireError.None)
            _ = (view.QueryVersion, view.MaximumResponseTime, view.IsChecksumValid, IgmpRepr.From(view));
        if (Igmpv3QueryView.TryParse(bytes, out var query) == WireError.None)
        {
            for (int i = 0; i < query.SourceCount; i++)
                _ = query.Source(i);
        }

        if (Igmpv3ReportView.TryParse(bytes, out var report) != WireError.None)
            return;
        int records = 0;
        foreach (var record in report)
        {
            records++;
            _ = record.Type;
        }

        FuzzFailureException.Unless(records <= report.RecordCount, "More IGMPv3 records than announced.");
    }

    private static void Udp(ReadOnlySpan<byte> bytes)
    {
        if (UdpView.TryParse(bytes, out var view) != WireError.None)
            return;
        _ = view.IsChecksumValid(Source, Destination);
        FuzzFailureException.Unless(view.Payload.Length + UdpView.HeaderLength <= bytes.Length && UdpRepr.From(view).Length <= bytes.Length, "UDP lengths disagree.");
    }

    private static void Tcp(ReadOnlySpan<byte> bytes)
    {
        if (TcpView.TryParse(bytes, out var view) != WireError.None)
            return;
        _ = view.IsChecksumValid(Source, Destination);

        // What is written is aligned, and may not fit where it was packed; without the ACK bit the number means nothing.
        if (TcpRepr.TryFrom(view, out var header) != WireError.None || header.HeaderLength > 60)
            return;
        if ((header.Flags & TcpFlags.Ack) == 0)
            header = header with { AcknowledgmentNumber = 0 };
        var written = new byte[header.Length];
        view.Payload.CopyTo(written.AsSpan(header.HeaderLength));
        header.Emit(written);
        FuzzFailureException.Unless(TcpView.TryParse(written, out var again) == WireError.None && TcpRepr.TryFrom(again, out var second) == WireError.None && second == header,
            "A TCP header that was read does not read the same once it is written.");
    }

    private static void TcpOption(ReadOnlySpan<byte> bytes)
    {
        if (TcpOptions.TryParse(bytes[..Math.Min(bytes.Length, 40)], out var options) != WireError.None)
            return;
        for (int i = 0; i < options.SackCount; i++)
            _ = options.Sack(i);
        FuzzFailureException.Unless(options.Length is >= 0 and <= 60 && options.SackCount <= TcpOptions.MaximumSackBlocks, "TCP options out of bounds.");
    }

    private static void Dhcp(ReadOnlySpan<byte> bytes)
    {
        if (DhcpView.TryParse(bytes, out var view) != WireError.None)
            return;
        _ = view.MessageType;
        for (int code = 0; code < 256; code++)
        {
            _ = view.TryGetOption((DhcpOption)code, out _);
            _ = view.Word((DhcpOption)code);
        }

        var repr = DhcpRepr.From(view);
        var written = new byte[repr.Length];
        repr.Emit(written);
        FuzzFailureException.Unless(DhcpView.TryParse(written, out var again) == WireError.None && DhcpRepr.From(again) == repr, "A DHCP message does not read the same once it is written.");
    }

    private static void Dns(ReadOnlySpan<byte> bytes)
    {
        if (DnsView.TryParse(bytes, out var view) != WireError.None)
            return;
        Span<byte> name = stackalloc byte[DnsName.MaximumLength];
        int length = view.ReadQuestionName(name);
        Span<Ipv4Address> addresses = stackalloc Ipv4Address[16];
        int count = view.ReadAddresses(addresses);
        FuzzFailureException.Unless(length is > 0 and <= DnsName.MaximumLength && count is >= 0 and <= 16, "DNS lengths out of bounds.");
        _ = (view.ResponseCode, view.IsTruncated, view.QuestionType, view.QuestionClass, view.AnswerCount);
    }
}
