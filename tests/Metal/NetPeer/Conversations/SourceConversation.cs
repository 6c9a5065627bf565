using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <inheritdoc cref="PeerPorts.Source"/>
internal sealed class SourceConversation(TcpConnection connection) : Conversation(connection)
{
    public override bool Continue(Span<byte> scratch, Instant now)
    {
        if (Connection.Read(scratch, now, out _) is TcpReadStatus.EndOfStream or TcpReadStatus.Failed)
            return false;
        TcpWriteStatus status;
        do
        {
            status = Connection.Write(scratch, now, out _);
        }
        while (status == TcpWriteStatus.Ok);
        return status == TcpWriteStatus.WouldBlock;
    }
}
