using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Ipc;
using DSoftBus.Softbus.Transport;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>The session daemon: discovery, sessions with peers, the proxy to the services, and the requests of local callers.</summary>
public static class DsoftbusTask
{
    private static readonly TimeSpan KeyRetry = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs for as long as its endpoint lives; the second logical node only in a single-VM run.</summary>
    public static async ValueTask Run(TaskContext task)
    {
        var settings = DsoftbusSettings.Read(task.Name, task.Boot);
        if (settings.UnknownPolicy is { } policy)
            task.Log.Marker(Markers.Dsoftbusd.PolicyUnknown(settings.Node, policy));
        if (settings.IsSecond && !settings.IsSingle)
            return;
        var client = new FacadeClient(task, DsoftbusSlots.Netstackd, DsoftbusSlots.NetstackReplies, DsoftbusSlots.NetstackRepliesSend);
        await RunAsync(task, settings, new FacadeNetwork(client));
    }

    /// <summary>The daemon over another network, for tests.</summary>
    public static async ValueTask RunAsync(TaskContext task, DsoftbusSettings settings, IBusNetwork network)
    {
        var caller = new ServiceCaller(task, DsoftbusSlots.Replies, DsoftbusSlots.RepliesSend);
        var identityd = task.Sender(DsoftbusSlots.Identityd);
        IdentityClient? keys;
        while ((keys = await IdentityClient.OpenAsync(task, caller, identityd)) is null)
            await task.DelayAsync(KeyRetry);

        var pulse = new Pulse(task);
        var markers = new MarkerBudget(task);
        var discovery = new DiscoveryDriver(task, settings, network, keys, pulse, markers);
        var hub = new SessionHub(task, settings, keys, discovery, caller, pulse, markers) { SayGoodbye = discovery.SayGoodbyeAsync };
        var authenticator = new XkAuthenticator(task, keys, DsoftbusSettings.Offered);
        var listener = new Listener(task, network, authenticator, hub, settings, pulse);
        var dialler = new Dialler(task, network, authenticator, discovery, hub, keys.Id, pulse);
        var local = new LocalServer(task, new RemoteClient(task, hub.Sessions), hub);

        task.Start("registration", () => SamgrClient.RegisterAsync(
            task, caller, task.Sender(DsoftbusSlots.Samgrd), task.Name, DsoftbusSlots.Requests));
        task.Start("discovery", discovery.ListenAsync);
        task.Start("ready", () => SayReadyAsync(task, settings, discovery, listener, hub, pulse));
        if (settings.IsSingle)
        {
            // The order of the single-VM ladder: announce, find the other node, then listen (networking.md section 7).
            task.Start("announce", () => discovery.AnnounceAsync(static () => true));
            task.Start("listener", async () =>
            {
                await pulse.WaitForAsync(() => discovery.Peers.Count > 0, Instant.Never);
                await listener.RunAsync();
            });
        }
        else
        {
            // Whoever hears the first announce may dial at once.
            task.Start("listener", listener.RunAsync);
            task.Start("announce", () => discovery.AnnounceAsync(() => listener.IsListening));
        }

        task.Start("dialler", async () =>
        {
            await pulse.WaitForAsync(() => listener.IsListening, Instant.Never);
            await dialler.RunAsync();
        });
        await local.RunAsync();
    }

    // Local requests are served from the start: what has to be waited for is the network.
    private static async ValueTask SayReadyAsync(
        TaskContext task, DsoftbusSettings settings, DiscoveryDriver discovery, Listener listener, SessionHub hub, Pulse pulse)
    {
        await pulse.WaitForAsync(() => listener.IsListening, Instant.Never);
        if (settings.IsSingle)
        {
            task.Log.Marker(Markers.Dsoftbusd.TransportUp(settings.Node));
            await pulse.WaitForAsync(() => hub.Sessions.Count > 0, Instant.Never);
        }

        await pulse.WaitForAsync(() => discovery.HasAnnounced, Instant.Never);
        task.Log.Marker(Markers.Dsoftbusd.Ready(settings.Node));
    }
}
