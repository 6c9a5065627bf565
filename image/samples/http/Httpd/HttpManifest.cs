using DSoftBus.Net.Netstackd;
using DSoftBus.Runtime.Init;
using DSoftBus.Samples.Pages;
using static DSoftBus.Runtime.Init.Grants;
using static DSoftBus.Runtime.Init.RestartPolicy;

namespace DSoftBus.Samples.Httpd;

/// <summary>The whole system of this sample: who runs, and what each can reach.</summary>
internal static class HttpManifest
{
    /// <summary>One client uses the network, so it may have all of its table; the bound of connections is httpd's own.</summary>
    private static readonly NetstackSettings Network = new() { OwnerShare = 1, Backlog = 16 };

    public static TaskManifest Create(IMachine machine, HttpdSettings settings) => new(
        "http",
        new TaskEntry("netstackd", static task => NetstackTask.RunAsync(task, Network), Always,
            Receive(NetstackSettings.RequestSlot, "netstackd"),
            Device(NetstackSettings.DeviceSlot, DeviceKind.VirtioNet)),
        new TaskEntry("httpd", task => HttpdTask.RunAsync(task, machine, settings), Always,
            Send(HttpdSlots.Netstackd, "netstackd"),
            Receive(HttpdSlots.Replies, "httpd.net", depth: 64),
            Send(HttpdSlots.RepliesSend, "httpd.net")));
}
