using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <inheritdoc cref="PeerPorts.Hold"/>
internal sealed class HoldConversation(TcpConnection connection) : Conversation(connection)
{
    public override bool Continue(Span<byte> scratch, Instant now)
    {
        TcpReadStatus status;
        do
        {
            status = Connection.Read(scratch, now, out _);
        }
        while (status == TcpReadStatus.Ok);
        return status == TcpReadStatus.WouldBlock;
    }
}
