using System.Text;
using DSoftBus.Net.Wire;

namespace DSoftBus.Tests.Net.Wire;

/// <summary>The part of <see cref="WireReader"/> for DHCP and DNS.</summary>
internal static class ApplicationReader
{
    public static WireError Dhcp(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = DhcpView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        var repr = DhcpRepr.From(view);
        fields["message"] = repr.MessageType.ToString();
        fields["reply"] = WireReader.Text(repr.IsReply);
        fields["xid"] = $"{repr.TransactionId:x8}";
        fields["secs"] = $"{repr.Seconds}";
        fields["broadcast"] = WireReader.Text(repr.Broadcast);
        fields["ciaddr"] = repr.ClientAddress.ToString();
        fields["yiaddr"] = repr.YourAddress.ToString();
        fields["siaddr"] = repr.ServerAddress.ToString();
        fields["giaddr"] = repr.RelayAddress.ToString();
        fields["hardware"] = repr.ClientHardware.ToString();
        Add(fields, "requested", repr.RequestedAddress);
        Add(fields, "server", repr.ServerIdentifier);
        Add(fields, "mask", repr.SubnetMask is { } mask ? new Ipv4Address(mask) : (Ipv4Address?)null);
        Add(fields, "router", repr.Router);
        Add(fields, "resolver", repr.DomainNameServer);
        Add(fields, "lease", repr.LeaseTime);
        Add(fields, "t1", repr.RenewalTime);
        Add(fields, "t2", repr.RebindingTime);
        Add(fields, "maxSize", repr.MaximumMessageSize);
        if (repr.RequestsParameters)
            fields["parameters"] = "true";
        emitted = new byte[repr.Length];
        repr.Emit(emitted);
        return error;
    }

    public static WireError Dns(byte[] bytes, Dictionary<string, string> fields, out byte[]? emitted)
    {
        emitted = null;
        var error = DnsView.TryParse(bytes, out var view);
        if (error != WireError.None)
            return error;
        Span<byte> name = stackalloc byte[DnsName.MaximumLength];
        name = name[..view.ReadQuestionName(name)];
        Span<Ipv4Address> addresses = stackalloc Ipv4Address[16];
        addresses = addresses[..view.ReadAddresses(addresses)];
        fields["id"] = $"{view.Id:x4}";
        fields["response"] = WireReader.Text(view.IsResponse);
        fields["rcode"] = $"{(byte)view.ResponseCode}";
        fields["type"] = $"{view.QuestionType}";
        fields["question"] = Dotted(name);
        fields["addresses"] = string.Join(' ', addresses.ToArray().Select(address => address.ToString()));
        if (!view.IsResponse)
        {
            var query = new DnsQueryRepr(view.Id, name.Length);
            emitted = new byte[query.Length];
            query.Emit(emitted, name);
            return error;
        }

        var answer = new DnsAnswerRepr(view.Id, view.ResponseCode, name.Length, addresses.Length, TimeToLive: 60);
        emitted = new byte[answer.Length];
        answer.Emit(emitted, name, addresses);
        return error;
    }

    private static void Add<T>(Dictionary<string, string> fields, string name, T? value)
        where T : struct
    {
        if (value is { } present)
            fields[name] = present.ToString()!;
    }

    private static string Dotted(ReadOnlySpan<byte> name)
    {
        var labels = new List<string>();
        for (; name.Length > 0 && name[0] > 0; name = name[(1 + name[0])..])
            labels.Add(Encoding.ASCII.GetString(name.Slice(1, name[0])));
        return string.Join('.', labels);
    }
}
