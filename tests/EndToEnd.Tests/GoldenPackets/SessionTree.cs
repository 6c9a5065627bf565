using System.Buffers.Binary;
using DSoftBus.Net.Wire;
using DSoftBus.Net.Wire.Tree;

namespace DSoftBus.Tests.EndToEnd.GoldenPackets;

/// <summary>The length prefix of session messages in a decoded tree; what they say is in the session's transcript.</summary>
internal sealed class SessionTree : IPayloadDecoder
{
    public bool TryDecode(in PayloadContext context, ReadOnlySpan<byte> payload, PacketTreeWriter writer)
    {
        if (context.Protocol != IpProtocol.Tcp || payload.Length < 4)
            return false;
        int length = BinaryPrimitives.ReadInt32BigEndian(payload);
        if (length != payload.Length - 4)
            return false;
        writer.Begin("session message");
        writer.Field("length", length);
        writer.Bytes("bytes", payload[4..]);
        writer.End();
        return true;
    }
}
