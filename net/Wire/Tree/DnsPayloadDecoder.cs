using System.Text;

namespace DSoftBus.Net.Wire.Tree;

/// <summary>DNS messages on port 53 (RFC 1035).</summary>
internal sealed class DnsPayloadDecoder : IPayloadDecoder
{
    private const ushort ServerPort = 53;

    public bool TryDecode(in PayloadContext context, ReadOnlySpan<byte> payload, PacketTreeWriter writer)
    {
        if (!context.IsUdp(ServerPort) || DnsView.TryParse(payload, out var view) != WireError.None)
            return false;
        Span<byte> name = stackalloc byte[DnsName.MaximumLength];
        int length = view.ReadQuestionName(name);
        Span<Ipv4Address> addresses = stackalloc Ipv4Address[16];
        int count = view.ReadAddresses(addresses);
        writer.Begin("dns");
        writer.Hex("id", view.Id);
        writer.Field("kind", view.IsResponse ? "response" : "query");
        writer.Field("response code", view.ResponseCode);
        writer.Field("question", $"{Dotted(name[..length])} type {view.QuestionType} class {view.QuestionClass}");
        foreach (var address in addresses[..count])
            writer.Field("address", address);
        writer.End();
        return true;
    }

    private static string Dotted(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder();
        while (name.Length > 0 && name[0] > 0)
        {
            foreach (byte value in name.Slice(1, name[0]))
                text.Append(value is > 0x20 and < 0x7f ? (char)value : '?');
            text.Append('.');
            name = name[(1 + name[0])..];
        }

        return text.ToString();
    }
}
