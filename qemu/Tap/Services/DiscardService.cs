using System.Buffers.Binary;
using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap.Services;

/// <summary>See <see cref="ServiceKind.Discard"/>.</summary>
internal sealed class DiscardService : StreamService
{
    private readonly Dictionary<TcpConnection, long> _counts = [];

    public override bool Serve(TcpConnection connection, Instant now)
    {
        TcpReadStatus status = Drain(connection, now, out long count);
        count += _counts.GetValueOrDefault(connection);
        _counts[connection] = count;
        if (status is TcpReadStatus.Ok or TcpReadStatus.WouldBlock)
            return status == TcpReadStatus.Ok;
        if (status == TcpReadStatus.EndOfStream)
        {
            Span<byte> answer = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(answer, count);

            // Eight octets are taken whole or not at all: a segment of their own at worst.
            if (connection.Write(answer, now, out _) == TcpWriteStatus.WouldBlock)
                return false;
        }

        _counts.Remove(connection);
        connection.Release(now);
        return false;
    }
}
