using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap.Services;

/// <summary>See <see cref="ServiceKind.Hold"/>. Nothing is kept for a connection here.</summary>
internal sealed class HoldService : StreamService
{
    public override bool Serve(TcpConnection connection, Instant now)
    {
        TcpReadStatus status = Drain(connection, now, out _);
        if (status is TcpReadStatus.Ok or TcpReadStatus.WouldBlock)
            return status == TcpReadStatus.Ok;
        connection.Release(now);
        return false;
    }
}
