using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap.Services;

/// <summary>See <see cref="ServiceKind.Hold"/>. Nothing is kept for a connection here.</summary>
/// <param name="scratch">Written over by anybody.</param>
internal sealed class HoldService(byte[] scratch) : StreamService
{
    public override bool Serve(TcpConnection connection, Instant now)
    {
        TcpReadStatus status = Drain(connection, scratch, now, out _);
        if (status is TcpReadStatus.Ok or TcpReadStatus.WouldBlock)
            return status == TcpReadStatus.Ok;
        connection.Release(now);
        return false;
    }
}
