using DSoftBus.Runtime.Init;
using DSoftBus.Softbus.Bundlemgrd;
using DSoftBus.Softbus.Identityd;
using DSoftBus.Softbus.Samgrd;

namespace DSoftBus.Tests.Softbus.Hosting;

/// <summary>Manifest entries of the services, as tests need them.</summary>
internal static class ServiceTasks
{
    public static TaskEntry Identityd { get; } = new(
        "identityd", IdentitydTask.Run, RestartPolicy.Never, Grants.Receive(IdentitydSlots.Requests, "identityd"));

    public static TaskEntry Samgrd { get; } = new(
        "samgrd", SamgrdTask.Run, RestartPolicy.Never, Grants.Receive(SamgrdSlots.Requests, "samgrd"));

    public static TaskEntry Bundlemgrd { get; } = new(
        "bundlemgrd", BundlemgrdTask.Run, RestartPolicy.Never,
        Grants.Receive(BundlemgrdSlots.Requests, "bundlemgrd"),
        Grants.Send(BundlemgrdSlots.Samgrd, "samgrd"),
        Grants.Receive(BundlemgrdSlots.Replies, "bundlemgrd.reply"),
        Grants.Send(BundlemgrdSlots.RepliesSend, "bundlemgrd.reply"));
}
