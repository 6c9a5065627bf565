namespace DSoftBus.Net.Wire.Tree;

/// <summary>The text of ICMP and IGMP messages and of TCP options.</summary>
internal static class ControlTree
{
    public static void Icmp(PacketTreeWriter writer, ReadOnlySpan<byte> bytes)
    {
        var error = IcmpView.TryParse(bytes, out var view);
        if (error != WireError.None)
        {
            PacketTree.Broken(writer, "icmp", error, bytes);
            return;
        }

        writer.Begin("icmp");
        writer.Field("type", $"{(byte)view.Type} ({view.Type})");
        writer.Field("code", view.Code);
        writer.Field("checksum", PacketTree.Checksum(view.Checksum, view.IsChecksumValid));
        if (view.Type is IcmpType.EchoRequest or IcmpType.EchoReply)
        {
            writer.Hex("identifier", view.Identifier);
            writer.Field("sequence number", view.Sequence);
        }
        else
        {
            writer.Hex("rest of header", view.Rest);
        }

        writer.Bytes("data", view.Payload);
        writer.End();
    }

    public static void Igmp(PacketTreeWriter writer, ReadOnlySpan<byte> bytes)
    {
        var error = IgmpView.TryParse(bytes, out var view);
        if (error != WireError.None)
        {
            PacketTree.Broken(writer, "igmp", error, bytes);
            return;
        }

        writer.Begin("igmp");
        writer.Field("type", $"0x{(byte)view.Type:x2} ({view.Type})");
        writer.Field("checksum", PacketTree.Checksum(view.Checksum, view.IsChecksumValid));
        if (view.Type == IgmpType.V3MembershipReport)
            Igmpv3Report(writer, bytes);
        else
            Igmpv2(writer, view, bytes);
        writer.End();
    }

    public static void TcpOptions(PacketTreeWriter writer, ReadOnlySpan<byte> area)
    {
        if (area.Length == 0)
            return;
        var error = Wire.TcpOptions.TryParse(area, out var options);
        writer.Begin($"options {Convert.ToHexStringLower(area)}");
        if (options.MaximumSegmentSize is { } mss)
            writer.Field("maximum segment size", mss);
        if (options.WindowScale is { } shift)
            writer.Field("window scale", shift);
        if (options.SackPermitted)
            writer.Line("SACK permitted");
        if (options.Timestamps is { } timestamps)
            writer.Field("timestamps", $"value {timestamps.Value} echo {timestamps.EchoReply}");
        if (options.UserTimeout is { } userTimeout)
            writer.Field("user timeout", userTimeout.Duration);
        for (int i = 0; i < options.SackCount; i++)
            writer.Field("SACK", $"{options.Sack(i).Left}..{options.Sack(i).Right}");
        if (error != WireError.None)
            writer.Line($"MALFORMED ({error})");
        writer.End();
    }

    private static void Igmpv2(PacketTreeWriter writer, IgmpView view, ReadOnlySpan<byte> bytes)
    {
        writer.Field("maximum response code", view.MaximumResponseCode);
        writer.Field("group", view.Group);
        if (view.Type != IgmpType.MembershipQuery || Igmpv3QueryView.TryParse(bytes, out var query) != WireError.None)
            return;
        writer.Field("robustness", query.RobustnessVariable);
        writer.Field("query interval code", query.QueryIntervalCode);
        for (int i = 0; i < query.SourceCount; i++)
            writer.Field("source", query.Source(i));
    }

    private static void Igmpv3Report(PacketTreeWriter writer, ReadOnlySpan<byte> bytes)
    {
        if (Igmpv3ReportView.TryParse(bytes, out var report) != WireError.None)
        {
            writer.Line("MALFORMED records");
            return;
        }

        foreach (var record in report)
            writer.Field("record", $"{record.Type} {record.Group} sources {record.SourceCount}");
    }
}
