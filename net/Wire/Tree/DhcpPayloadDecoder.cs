namespace DSoftBus.Net.Wire.Tree;

/// <summary>DHCP messages on their ports (RFC 2131).</summary>
internal sealed class DhcpPayloadDecoder : IPayloadDecoder
{
    private const ushort ServerPort = 67;

    public bool TryDecode(in PayloadContext context, ReadOnlySpan<byte> payload, PacketTreeWriter writer)
    {
        if (!context.IsUdp(ServerPort) || DhcpView.TryParse(payload, out var view) != WireError.None)
            return false;
        writer.Begin("dhcp");
        writer.Field("message", $"{(byte)view.MessageType} ({view.MessageType})");
        writer.Field("operation", view.Operation);
        writer.Hex("transaction", view.TransactionId);
        writer.Field("seconds", view.Seconds);
        writer.Field("broadcast", view.Broadcast);
        writer.Field("client address", view.ClientAddress);
        writer.Field("your address", view.YourAddress);
        writer.Field("server address", view.ServerAddress);
        writer.Field("relay address", view.RelayAddress);
        writer.Field("client hardware", view.ClientHardware);
        for (int code = 1; code < (int)DhcpOption.End; code++)
        {
            if (view.TryGetOption((DhcpOption)code, out var value))
                writer.Field("option", $"{(DhcpOption)code} {Convert.ToHexStringLower(value)}");
        }

        writer.End();
        return true;
    }
}
