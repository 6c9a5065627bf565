using System.Collections.Immutable;
using DSoftBus.Net.Netstackd;
using DSoftBus.Runtime.Init;
using DSoftBus.Softbus.Bundlemgrd;
using DSoftBus.Softbus.Dsoftbusd;
using DSoftBus.Softbus.Identityd;
using DSoftBus.Softbus.Samgrd;
using DSoftBus.Softbus.Selftest;
using SelftestBody = DSoftBus.Softbus.Selftest.SelftestTask;
using static DSoftBus.Runtime.Init.Grants;
using static DSoftBus.Runtime.Init.RestartPolicy;

namespace DSoftBus.Image.Manifest;

/// <summary>The systems that this project builds: every task, slot, right and restart policy, in one place that a person can read.</summary>
/// <remarks>
/// Guest, host and simulation run the same manifest. Slots 1 and 2 are the control channel to init; the numbers below are those of
/// netstackd-ipc.md section 5. An endpoint is named after the task that receives from it.
/// </remarks>
public static class Manifests
{
    /// <summary>The task whose end is the end of a test run.</summary>
    public const string SelftestTask = "selftest";

    /// <summary>One node of the bus.</summary>
    public static TaskManifest Softbus { get; } = new("softbus", [.. Services, Identity(""), Daemon(""), Selftest]);

    /// <summary>Two logical nodes in one machine: the second has an identity and a daemon of its own, with other keys.</summary>
    public static TaskManifest SoftbusSingle { get; } = new(
        "softbus-single",
        [.. Services, Identity(""), Identity(SecondNode), Daemon(""), Daemon(SecondNode), Selftest with { SeedOffset = 2 }]);

    private const string SecondNode = ".b";

    private static ImmutableArray<TaskEntry> Services =>
    [
        new TaskEntry("netstackd", NetstackTask.Run, Always,
            Receive(NetstackSettings.RequestSlot, "netstackd"),
            Device(NetstackSettings.DeviceSlot, DeviceKind.VirtioNet)),
        new TaskEntry("samgrd", SamgrdTask.Run, Always,
            Receive(SamgrdSlots.Requests, "samgrd")),
        new TaskEntry("bundlemgrd", BundlemgrdTask.Run, Always,
            Receive(BundlemgrdSlots.Requests, "bundlemgrd"),
            Send(BundlemgrdSlots.Samgrd, "samgrd"),
            Receive(BundlemgrdSlots.Replies, "bundlemgrd.reply"),
            Send(BundlemgrdSlots.RepliesSend, "bundlemgrd.reply")),
    ];

    private static TaskEntry Selftest => new(SelftestTask, SelftestBody.Run, Never,
        Send(SelftestSlots.Netstackd, "netstackd"),
        Receive(SelftestSlots.NetstackReplies, "selftest.net"),
        Receive(SelftestSlots.Replies, "selftest.reply"),
        Send(SelftestSlots.RepliesSend, "selftest.reply"),
        Send(SelftestSlots.Dsoftbusd, "dsoftbusd"),
        Send(SelftestSlots.Identityd, "identityd"),
        Send(SelftestSlots.NetstackRepliesSend, "selftest.net"));

    /// <summary>The manifest that the command line asks for.</summary>
    public static TaskManifest For(BootParameters boot)
    {
        ArgumentNullException.ThrowIfNull(boot);
        return DsoftbusSettings.IsSingleMode(boot) ? SoftbusSingle : Softbus;
    }

    private static TaskEntry Identity(string node) => new("identityd" + node, IdentitydTask.Run, Always,
        Receive(IdentitydSlots.Requests, "identityd" + node))
    {
        SeedOffset = SeedOffset(node),
    };

    private static TaskEntry Daemon(string node)
    {
        string name = "dsoftbusd" + node;
        return new TaskEntry(name, DsoftbusTask.Run, Always,
            Send(DsoftbusSlots.Netstackd, "netstackd"),
            Receive(DsoftbusSlots.NetstackReplies, name + ".net"),
            Receive(DsoftbusSlots.Replies, name + ".reply"),
            Send(DsoftbusSlots.RepliesSend, name + ".reply"),
            Send(DsoftbusSlots.Samgrd, "samgrd"),
            Send(DsoftbusSlots.Bundlemgrd, "bundlemgrd"),
            Send(DsoftbusSlots.Identityd, "identityd" + node),
            Receive(DsoftbusSlots.Requests, name),
            Send(DsoftbusSlots.NetstackRepliesSend, name + ".net"))
        {
            SeedOffset = SeedOffset(node),
        };
    }

    private static byte SeedOffset(string node) => node.Length == 0 ? (byte)0 : (byte)1;
}
