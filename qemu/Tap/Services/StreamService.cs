using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap.Services;

/// <summary>What one port does with its connections. It lets go of each of them in the end.</summary>
internal abstract class StreamService
{
    /// <summary>Octets moved in one go, so that other connections get their turn.</summary>
    protected const int Turn = 256 * 1024;

    /// <summary>Called when a connection became ready, and again as long as this asks for it.</summary>
    /// <param name="connection">Its readiness may have passed meanwhile.</param>
    /// <param name="now">The time.</param>
    /// <returns>True: there is more to do at once, the turn was used up.</returns>
    public abstract bool Serve(TcpConnection connection, Instant now);

    /// <summary>Reads and forgets until the connection has no more text, or the turn is used up.</summary>
    /// <returns>What the last read said; <see cref="TcpReadStatus.Ok"/> when the turn was used up.</returns>
    protected static TcpReadStatus Drain(TcpConnection connection, Instant now, out long count)
    {
        count = 0;
        while (count < Turn)
        {
            TcpReadStatus status = connection.Peek(out ReadOnlySpan<byte> text);
            if (status != TcpReadStatus.Ok)
                return status;
            count += text.Length;
            connection.Advance(text.Length, now);
        }

        return TcpReadStatus.Ok;
    }
}
