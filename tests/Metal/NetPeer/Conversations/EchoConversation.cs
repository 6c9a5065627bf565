using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <inheritdoc cref="PeerPorts.Echo"/>
internal sealed class EchoConversation(TcpConnection connection) : Conversation(connection)
{
    public override bool Continue(Span<byte> scratch, Instant now)
    {
        // What does not fit stays in the receive buffer, so that the window closes behind a slow reader.
        TcpReadStatus status;
        while ((status = Connection.Peek(out ReadOnlySpan<byte> text)) == TcpReadStatus.Ok)
        {
            TcpWriteStatus written = Connection.Write(text, now, out int taken);
            if (written != TcpWriteStatus.Ok)
                return written == TcpWriteStatus.WouldBlock;
            Connection.Advance(taken, now);
        }

        return status == TcpReadStatus.WouldBlock;
    }
}
