using DSoftBus.Net.Stack;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Netstackd;

/// <summary>netstackd: owns the network device and serves the sockets facade.</summary>
/// <remarks>
/// Slots: 5 requests (RECV), 48 device. Boot words: <c>softbus.dhcp=MS</c>, when the static address is taken if no server answered (default
/// 700, 0: at once). Requests wait in the endpoint until the machine has an address and its proofs are over: with a silent gateway and resolver 5.5 s.
/// </remarks>
public static class NetstackTask
{
    private const string DhcpWord = "softbus.dhcp";

    /// <summary>The task body with the settings that a machine runs with.</summary>
    public static ValueTask Run(TaskContext task) => RunAsync(task, new NetstackSettings());

    /// <summary>The task body with other bounds, for tests and hosts.</summary>
    public static async ValueTask RunAsync(TaskContext task, NetstackSettings settings)
    {
        var requests = task.Receiver(NetstackSettings.RequestSlot);
        if (Open(task) is not { } device)
        {
            task.Log.Marker(Markers.Netstackd.DeviceMissing);
            await new OfflineServer(task, settings).ServeAsync(requests);
            return;
        }

        task.Log.Marker(Markers.Netstackd.DeviceUp);
        var driver = new StackDriver(task, device, WithBootWords(task, settings));
        var server = new FacadeServer(task, driver, settings);
        driver.Stack.StartDhcp(task.Now);
        driver.Start();
        task.Log.Marker(Markers.Netstackd.InterfaceOk);
        while (!driver.Stack.Interface.HasAddress)
            await driver.WaitPolledAsync(Instant.Never);
        MarkAddress(task, driver.Stack.Interface);

        // The proofs come first: an unresolved gateway keeps one packet, the newest (RFC 1122 section 2.3.2.2), and that must be the proof's;
        // and the facade is up when it serves, which is the order of the ladder (networking.md section 7).
        await new BootProofs(task, driver).RunAsync();
        task.Log.Marker(Markers.Netstackd.FacadeUp);
        task.Log.Marker(Markers.Netstackd.Ready);
        await server.ServeAsync(requests);
    }

    private static INetDevice? Open(TaskContext task)
    {
        try
        {
            return task.OpenNetDevice(NetstackSettings.DeviceSlot);
        }
        catch (DeviceUnavailableException)
        {
            return null;
        }
    }

    private static NetstackSettings WithBootWords(TaskContext task, NetstackSettings settings)
    {
        int milliseconds = task.Boot.Integer(DhcpWord, -1);
        if (milliseconds < 0)
            return settings;
        var dhcp = settings.Stack.Dhcp with { FallbackAfter = TimeSpan.FromMilliseconds(milliseconds) };
        return settings with { Stack = settings.Stack with { Dhcp = dhcp } };
    }

    private static void MarkAddress(TaskContext task, InterfaceState state)
    {
        task.Log.Marker(state.Origin == AddressOrigin.Dhcp
            ? Markers.Netstackd.DhcpBound(state.Network.ToString(), state.Gateway?.ToString() ?? "none")
            : Markers.Netstackd.DhcpUnavailable(state.Network.ToString()));
        task.Log.Marker(Markers.Netstackd.InterfaceUp(state.Address.ToString()));
    }
}
