using DSoftBus.Net.Netstackd;
using DSoftBus.Runtime.Init;
using DSoftBus.Softbus.Bundlemgrd;
using DSoftBus.Softbus.Dsoftbusd;
using DSoftBus.Softbus.Identityd;
using DSoftBus.Softbus.Samgrd;
using DSoftBus.Softbus.Selftest;
using static DSoftBus.Runtime.Init.Grants;
using static DSoftBus.Runtime.Init.RestartPolicy;
using SelftestBody = DSoftBus.Softbus.Selftest.SelftestTask;

namespace DSoftBus.Image.Manifest;

/// <summary>The systems that this project builds: every task, slot, right and restart policy, in one place that a person can read.</summary>
/// <remarks>
/// Guest, host and simulation run the same manifest. Slots 1 and 2 are the control channel to init; the numbers below are those of
/// netstackd-ipc.md section 5, netstackd 5/6 and 48, dsoftbusd 3/4, 5/6 and 7 upwards. The second half of a pair is the SEND side of the
/// same inbox: its clones move with requests. Tasks start in this order.
/// </remarks>
public static class Manifests
{
    /// <summary>The task whose end is the end of a test run.</summary>
    public const string SelftestTask = "selftest";

    /// <summary>Response SEND of netstackd (netstackd-ipc.md section 5): answers go on moved capabilities, so nothing but the slot is used.</summary>
    private const int NetstackResponseSlot = 6;

    /// <summary>Test keys of the second logical node, and of the selftest as its peer: last MAC byte plus these.</summary>
    private const byte SecondNodeSeed = 1;
    private const byte SelftestSeed = 2;

    /// <summary>One node of the bus.</summary>
    public static TaskManifest Softbus { get; } = new(
        "softbus",
        Netstackd, Samgrd, Bundlemgrd, Identityd("", 0), Dsoftbusd("", 0), Selftest);

    /// <summary>Two logical nodes in one machine, which share its network stack and services: each has an identity and a daemon of its own.</summary>
    public static TaskManifest SoftbusSingle { get; } = new(
        "softbus-single",
        Netstackd, Samgrd, Bundlemgrd, Identityd("", 0), Identityd(".b", SecondNodeSeed),
        Dsoftbusd("", 0), Dsoftbusd(".b", SecondNodeSeed), Selftest with { SeedOffset = SelftestSeed });

    private static TaskEntry Netstackd => new("netstackd", NetstackTask.Run, Always,
        Receive(NetstackSettings.RequestSlot, "netstackd"),
        Send(NetstackResponseSlot, "dsoftbusd.net"),
        Device(NetstackSettings.DeviceSlot, DeviceKind.VirtioNet));

    private static TaskEntry Samgrd => new("samgrd", SamgrdTask.Run, Always,
        Receive(SamgrdSlots.Requests, "samgrd"));

    private static TaskEntry Bundlemgrd => new("bundlemgrd", BundlemgrdTask.Run, Always,
        Receive(BundlemgrdSlots.Requests, "bundlemgrd"),
        Send(BundlemgrdSlots.Samgrd, "samgrd"),
        Receive(BundlemgrdSlots.Replies, "bundlemgrd.reply"),
        Send(BundlemgrdSlots.RepliesSend, "bundlemgrd.reply"));

    private static TaskEntry Selftest => new(SelftestTask, SelftestBody.Run, Never,
        Send(SelftestSlots.Netstackd, "netstackd"),
        Receive(SelftestSlots.NetstackReplies, "selftest.net"),
        Receive(SelftestSlots.Replies, "selftest.reply"),
        Send(SelftestSlots.RepliesSend, "selftest.reply"),
        Send(SelftestSlots.Dsoftbusd, "dsoftbusd"),
        Send(SelftestSlots.Identityd, "identityd"),
        Send(SelftestSlots.NetstackRepliesSend, "selftest.net"));

    /// <summary>The manifest that the command line asks for: <c>softbus.selftest=local</c> or <c>softbus.mode=single</c> make two nodes of one machine.</summary>
    public static TaskManifest For(BootParameters boot)
    {
        ArgumentNullException.ThrowIfNull(boot);
        return DsoftbusSettings.IsSingleMode(boot) ? SoftbusSingle : Softbus;
    }

    /// <summary>The keys live in the task's memory alone: started again it would be another device, so it is not.</summary>
    private static TaskEntry Identityd(string node, byte seed) => new($"identityd{node}", IdentitydTask.Run, Never,
        Receive(IdentitydSlots.Requests, $"identityd{node}"))
    {
        SeedOffset = seed,
    };

    private static TaskEntry Dsoftbusd(string node, byte seed) => new($"dsoftbusd{node}", DsoftbusTask.Run, Always,
        Send(DsoftbusSlots.Netstackd, "netstackd"),
        Receive(DsoftbusSlots.NetstackReplies, $"dsoftbusd{node}.net"),
        Receive(DsoftbusSlots.Replies, $"dsoftbusd{node}.reply"),
        Send(DsoftbusSlots.RepliesSend, $"dsoftbusd{node}.reply"),
        Send(DsoftbusSlots.Samgrd, "samgrd"),
        Send(DsoftbusSlots.Bundlemgrd, "bundlemgrd"),
        Send(DsoftbusSlots.Identityd, $"identityd{node}"),
        Receive(DsoftbusSlots.Requests, $"dsoftbusd{node}"),
        Send(DsoftbusSlots.NetstackRepliesSend, $"dsoftbusd{node}.net"))
    {
        SeedOffset = seed,
    };
}
