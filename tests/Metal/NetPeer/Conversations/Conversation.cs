using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <summary>What the peer does on one connection of our stack: it goes on whenever the connection can be read or written.</summary>
/// <param name="connection">Established; released by the server when the conversation is over.</param>
internal abstract class Conversation(TcpConnection connection)
{
    public TcpConnection Connection { get; } = connection;

    /// <summary>In the server's queue.</summary>
    public bool IsQueued { get; set; }

    /// <summary>When the conversation wants to go on although nothing happened on its connection.</summary>
    public Instant WakeAt { get; protected set; } = Instant.Never;

    /// <summary>Does what can be done now.</summary>
    /// <param name="scratch">At least 64 KiB, the conversation's until it returns.</param>
    /// <param name="now">The present.</param>
    /// <returns>False when it is over.</returns>
    public abstract bool Continue(Span<byte> scratch, Instant now);
}
