using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap.Services;

/// <summary>See <see cref="ServiceKind.Source"/>.</summary>
internal sealed class SourceService : StreamService
{
    public override bool Serve(TcpConnection connection, Instant now)
    {
        TcpReadStatus read = Drain(connection, now, out _);
        int sent = 0;
        while (read is TcpReadStatus.WouldBlock && sent < Turn)
        {
            // Whole segments, written where they leave from.
            TcpWriteStatus written = connection.Reserve(out Span<byte> room);
            if (written == TcpWriteStatus.Ok)
            {
                room.Clear();
                written = connection.Commit(room.Length, out int count);
                sent += count;
            }

            if (written == TcpWriteStatus.WouldBlock)
            {
                connection.Flush(now);
                return false;
            }

            if (written != TcpWriteStatus.Ok)
                break;
        }

        connection.Flush(now);
        if (read is TcpReadStatus.Ok || sent >= Turn)
            return true;
        connection.Release(now);
        return false;
    }
}
