using DSoftBus.Net.Wire;

namespace DSoftBus.Tests.Net.Wire;

/// <summary>The part of <see cref="WireReader"/> for ICMP and IGMP.</summary>
internal static class ControlReader
{
    public static WireError Icmp(bool echo, byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = IcmpView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        fields["type"] = $"{(byte)view.Type}";
        fields["code"] = $"{view.Code}";
        fields["payload"] = Convert.ToHexStringLower(view.Payload);
        fields["checksumValid"] = WireReader.Text(view.IsChecksumValid);
        emitted = new byte[bytes.Length];
        view.Payload.CopyTo(emitted.AsSpan(IcmpView.HeaderLength));
        if (echo)
        {
            fields["identifier"] = $"{view.Identifier:x4}";
            fields["sequence"] = $"{view.Sequence}";
            IcmpEchoRepr.From(view).Emit(emitted);
            return error;
        }

        fields["rest"] = $"{view.Rest:x8}";
        fields["mtu"] = $"{view.NextHopMtu}";
        IcmpErrorRepr.From(view).Emit(emitted);
        return error;
    }

    public static WireError Igmp(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = IgmpView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        fields["type"] = $"{(byte)view.Type:x2}";
        fields["code"] = $"{view.MaximumResponseCode}";
        fields["group"] = view.Group.ToString();
        fields["checksumValid"] = WireReader.Text(view.IsChecksumValid);
        if (view.Type == IgmpType.MembershipQuery)
        {
            fields["version"] = $"{view.QueryVersion}";
            fields["responseMs"] = $"{view.MaximumResponseTime.TotalMilliseconds}";
        }

        emitted = new byte[IgmpRepr.Length];
        IgmpRepr.From(view).Emit(emitted);
        return error;
    }

    public static WireError Igmpv3Query(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = Igmpv3QueryView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        IgmpView.TryParse(bytes, out var common);
        var sources = new List<string>();
        for (int i = 0; i < view.SourceCount; i++)
            sources.Add(view.Source(i).ToString());
        fields["code"] = $"{view.MaximumResponseCode}";
        fields["group"] = view.Group.ToString();
        fields["s"] = WireReader.Text(view.SuppressRouterProcessing);
        fields["robustness"] = $"{view.RobustnessVariable}";
        fields["interval"] = $"{view.QueryIntervalCode}";
        fields["sources"] = string.Join(' ', sources);
        fields["responseMs"] = $"{common.MaximumResponseTime.TotalMilliseconds}";
        emitted = new byte[Igmpv3QueryRepr.Length];
        Igmpv3QueryRepr.From(view).Emit(emitted);
        return error;
    }

    public static WireError Igmpv3Report(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = Igmpv3ReportView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        var records = new List<Igmpv3GroupRecord>();
        foreach (var record in view)
            records.Add(record);
        fields["records"] = string.Join(',', records.Select(record => $"{(byte)record.Type} {record.Group} {record.SourceCount}"));
        fields["checksumValid"] = WireReader.Text(view.IsChecksumValid);
        var repr = new Igmpv3ReportRepr(records.Count);
        emitted = new byte[repr.Length];
        repr.Emit(emitted, records.ToArray());
        return error;
    }
}
