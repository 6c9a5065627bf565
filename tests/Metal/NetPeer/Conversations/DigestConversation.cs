using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;
using Org.BouncyCastle.Crypto.Digests;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <inheritdoc cref="PeerPorts.Digest"/>
/// <param name="connection">See the base.</param>
/// <param name="start">Nothing is read before.</param>
internal sealed class DigestConversation(TcpConnection connection, Instant start) : Conversation(connection)
{
    private readonly Sha256Digest _digest = new();

    public override bool Continue(Span<byte> scratch, Instant now)
    {
        WakeAt = now < start ? start : Instant.Never;
        if (now < start)
            return true;
        TcpReadStatus status;
        while ((status = Connection.Peek(out ReadOnlySpan<byte> text)) == TcpReadStatus.Ok)
        {
            _digest.BlockUpdate(text);
            Connection.Advance(text.Length, now);
        }

        if (status == TcpReadStatus.EndOfStream)
            Connection.Write(scratch[.._digest.DoFinal(scratch)], now, out _);
        return status == TcpReadStatus.WouldBlock;
    }
}
