using DSoftBus.Net.Netstackd;
using DSoftBus.Runtime.Init;
using DSoftBus.Softbus.Bundlemgrd;
using DSoftBus.Softbus.Identityd;
using DSoftBus.Softbus.Samgrd;
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
    public static TaskManifest Softbus { get; } = new(
        "softbus",
        new TaskEntry("netstackd", NetstackTask.Run, Always,
            Receive(NetstackSettings.RequestSlot, "netstackd"),
            Device(NetstackSettings.DeviceSlot, DeviceKind.VirtioNet)),
        new TaskEntry("identityd", IdentitydTask.Run, Always,
            Receive(IdentitydSlots.Requests, "identityd")),
        new TaskEntry("samgrd", SamgrdTask.Run, Always,
            Receive(SamgrdSlots.Requests, "samgrd")),
        new TaskEntry("bundlemgrd", BundlemgrdTask.Run, Always,
            Receive(BundlemgrdSlots.Requests, "bundlemgrd"),
            Send(BundlemgrdSlots.Samgrd, "samgrd"),
            Receive(BundlemgrdSlots.Replies, "bundlemgrd.reply"),
            Send(BundlemgrdSlots.RepliesSend, "bundlemgrd.reply")));

    /// <summary>The manifest that the command line asks for.</summary>
    public static TaskManifest For(BootParameters boot)
    {
        ArgumentNullException.ThrowIfNull(boot);
        return Softbus;
    }
}
