using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap.Services;

/// <summary>See <see cref="ServiceKind.Source"/>.</summary>
/// <param name="scratch">Written over by anybody.</param>
internal sealed class SourceService(byte[] scratch) : StreamService
{
    private static readonly byte[] Zeros = new byte[64 * 1024];

    public override bool Serve(TcpConnection connection, Instant now)
    {
        TcpReadStatus read = Drain(connection, scratch, now, out _);
        int sent = 0;
        while (read is TcpReadStatus.WouldBlock && sent < Turn)
        {
            TcpWriteStatus written = connection.Write(Zeros, now, out int count);
            sent += count;
            if (written == TcpWriteStatus.WouldBlock || count is > 0 and < 64 * 1024)
                return false;
            if (written != TcpWriteStatus.Ok)
                break;
        }

        if (read is TcpReadStatus.Ok || sent >= Turn)
            return true;
        connection.Release(now);
        return false;
    }
}
