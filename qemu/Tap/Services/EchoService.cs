using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap.Services;

/// <summary>See <see cref="ServiceKind.Echo"/>. A client that does not read is not read from either.</summary>
/// <param name="scratch">Written over by anybody.</param>
internal sealed class EchoService(byte[] scratch) : StreamService
{
    // What was read and could not be sent yet; few connections have any.
    private readonly Dictionary<TcpConnection, ReadOnlyMemory<byte>> _held = [];

    public override bool Serve(TcpConnection connection, Instant now)
    {
        if (_held.Count > 0 && _held.Remove(connection, out ReadOnlyMemory<byte> held) && !TrySend(connection, held.Span, now))
            return false;
        for (int moved = 0; moved < Turn;)
        {
            TcpReadStatus status = connection.Read(scratch, now, out int count);
            if (status == TcpReadStatus.WouldBlock)
                return false;
            if (status != TcpReadStatus.Ok)
            {
                connection.Release(now);
                return false;
            }

            if (!TrySend(connection, scratch.AsSpan(0, count), now))
                return false;
            moved += count;
        }

        return true;
    }

    // What does not leave is kept; the connection is ready again when there is room.
    private bool TrySend(TcpConnection connection, ReadOnlySpan<byte> text, Instant now)
    {
        while (text.Length > 0)
        {
            TcpWriteStatus status = connection.Write(text, now, out int count);
            text = text[count..];
            if (status is TcpWriteStatus.Closed or TcpWriteStatus.Failed)
                break;
            if (status == TcpWriteStatus.WouldBlock)
            {
                _held[connection] = text.ToArray();
                return false;
            }
        }

        return true;
    }
}
