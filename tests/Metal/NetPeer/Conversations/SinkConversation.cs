using System.Buffers.Binary;
using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <inheritdoc cref="PeerPorts.Sink"/>
internal sealed class SinkConversation(TcpConnection connection) : Conversation(connection)
{
    private long _count;

    public override bool Continue(Span<byte> scratch, Instant now)
    {
        TcpReadStatus status;
        while ((status = Connection.Peek(out ReadOnlySpan<byte> text)) == TcpReadStatus.Ok)
        {
            _count += text.Length;
            Connection.Advance(text.Length, now);
        }

        if (status == TcpReadStatus.WouldBlock)
            return true;
        if (status == TcpReadStatus.EndOfStream)
        {
            BinaryPrimitives.WriteInt64LittleEndian(scratch, _count);
            Connection.Write(scratch[..sizeof(long)], now, out _);
        }

        return false;
    }
}
