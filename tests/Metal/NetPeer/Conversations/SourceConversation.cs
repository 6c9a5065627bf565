using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <inheritdoc cref="PeerPorts.Source"/>
internal sealed class SourceConversation(TcpConnection connection) : Conversation(connection)
{
    private const byte Content = 0x5a;

    public override bool Continue(Span<byte> scratch, Instant now)
    {
        if (Connection.Read(scratch, now, out _) is TcpReadStatus.EndOfStream or TcpReadStatus.Failed)
            return false;
        // As a program that makes its data does: straight into the packets, which leave together.
        TcpWriteStatus status;
        while ((status = Connection.Reserve(out Span<byte> room)) == TcpWriteStatus.Ok)
        {
            room.Fill(Content);
            Connection.Commit(room.Length, out _);
        }

        Connection.Flush(now);
        return status == TcpWriteStatus.WouldBlock;
    }
}
