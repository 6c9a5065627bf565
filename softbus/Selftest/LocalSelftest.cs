using DSoftBus.Net.Facade;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Ipc;
using DSoftBus.Softbus.Sessions;

namespace DSoftBus.Softbus.Selftest;

/// <summary>The single-VM ladder: two logical nodes hold a session, and the selftest joins as a third device (networking.md section 7).</summary>
internal sealed class LocalSelftest(TaskContext task, ServiceCaller caller, DaemonClient daemon)
{
    private const ushort DefaultPort = 34567;

    private static readonly TimeSpan SessionWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(1);

    // networking.md section 3: the gateway that the harness plays.
    private static readonly Ipv4Address Gateway = new(10, 0, 2, 2);

    public async ValueTask RunAsync()
    {
        var network = new FacadeClient(task, SelftestSlots.Netstackd, SelftestSlots.NetstackReplies, SelftestSlots.NetstackRepliesSend);
        bool isUp = await daemon.AwaitAsync(DsoftbusEvent.SessionUp, SessionWait) is DsoftbusStatus.Ok;
        var echo = await network.PingAsync(Gateway, PingTime);
        task.Log.Marker(echo.IsOk ? Markers.Selftest.IcmpPingOk : Markers.Selftest.IcmpPingFail);

        var identity = await IdentityClient.OpenAsync(task, caller, task.Sender(SelftestSlots.Identityd));
        if (!isUp || identity is null)
        {
            task.Log.Marker(Markers.Selftest.BusConnectFail);
            return;
        }

        var peer = new BusPeer(task, network);
        ushort port = (ushort)Math.Clamp(task.Boot.Integer("softbus.port", DefaultPort), 1, ushort.MaxValue);
        if (await peer.ConnectAsync(port, identity.Id, identity.StaticPublic) is not { } session)
        {
            task.Log.Marker(Markers.Selftest.BusConnectFail);
            return;
        }

        // The ladder has the connection's line after the daemon's line about the answered ping.
        bool answered = await peer.PingAsync(session);
        task.Log.Marker(Markers.Selftest.BusConnectOk);
        task.Log.Marker(answered ? Markers.Selftest.BusPingOk : Markers.Selftest.BusPingFail);

        await session.SayGoodbyeAsync(CloseReason.Normal, task.Now + GoodbyeTime);
        await session.Stream.ReceiveAsync(task.Now + GoodbyeTime);
        await session.CloseAsync();
    }
}
