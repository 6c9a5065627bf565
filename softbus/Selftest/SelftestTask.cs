using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Ipc;

namespace DSoftBus.Softbus.Selftest;

/// <summary>
/// What a machine proves about itself, by the word <c>softbus.selftest</c>: <c>remote</c> asks the other machine, <c>peer</c> is asked,
/// <c>local</c> runs two logical nodes in one machine; without the word there is no selftest and no line of it.
/// </summary>
public static class SelftestTask
{
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskerGoodbye = TimeSpan.FromSeconds(5);

    /// <summary>Runs the selftest once. With the word <c>softbus.linger</c> the daemon's sessions end orderly before the task does.</summary>
    public static async ValueTask Run(TaskContext task)
    {
        string? kind = task.Boot.Text("softbus.selftest") ?? (task.Boot.Text("softbus.mode") == "single" ? "local" : null);
        if (kind is not ("remote" or "peer" or "local"))
            return;
        var caller = new ServiceCaller(task, SelftestSlots.Replies, SelftestSlots.RepliesSend);
        var daemon = new DaemonClient(task, caller, task.Sender(SelftestSlots.Dsoftbusd));
        switch (kind)
        {
            case "remote":
                await new RemoteSelftest(task, daemon).RunAsync();
                break;
            case "peer":
                await ServeAsync(daemon);
                break;
            default:
                await new LocalSelftest(task, caller, daemon).RunAsync();
                break;
        }

        task.Log.Marker(Markers.Selftest.End);
        if (task.Boot.Text("softbus.linger") is not null)
            await daemon.ShutdownAsync();
    }

    /// <summary>The machine that is asked: its part is over when both services answered and the asker said goodbye, or went.</summary>
    private static async ValueTask ServeAsync(DaemonClient daemon)
    {
        while (await daemon.AwaitAsync(DsoftbusEvent.ServedOrClosed, LongWait) is not DsoftbusStatus.Ok)
        {
        }

        await daemon.AwaitAsync(DsoftbusEvent.SessionsOver, AskerGoodbye);
    }
}
