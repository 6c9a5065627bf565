using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <inheritdoc cref="PeerPorts.Reset"/>
internal sealed class ResetConversation(TcpConnection connection) : Conversation(connection)
{
    public override bool Continue(Span<byte> scratch, Instant now)
    {
        TcpReadStatus status = Connection.Read(scratch, now, out _);
        if (status == TcpReadStatus.Ok)
            Connection.Abort();
        return status == TcpReadStatus.WouldBlock;
    }
}
