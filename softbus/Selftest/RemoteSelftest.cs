using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Ipc;

namespace DSoftBus.Softbus.Selftest;

/// <summary>Node A of a two-VM run asks node B's services, whichever of the two dialled.</summary>
internal sealed class RemoteSelftest(TaskContext task, DaemonClient daemon)
{
    // services.md section 2: retry window of the reference's selftest.
    private static readonly TimeSpan RetryWindow = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SessionWait = TimeSpan.FromSeconds(30);

    public async ValueTask RunAsync()
    {
        // The other machine may start much later; the harness has the deadline.
        while (await daemon.AwaitAsync(DsoftbusEvent.SessionUp, SessionWait) is not DsoftbusStatus.Ok)
        {
        }

        bool resolved = await WithinAsync(async () =>
            await daemon.ResolveAsync("bundlemgrd"u8.ToArray()) is DsoftbusStatus.Ok
            && await daemon.ResolveAsync("missing-service"u8.ToArray()) is DsoftbusStatus.NotFound);
        task.Log.Marker(resolved ? Markers.Selftest.RemoteResolveOk : Markers.Selftest.RemoteResolveFail);

        bool queried = await WithinAsync(async () => await daemon.CountBundlesAsync() is > 0);
        task.Log.Marker(queried ? Markers.Selftest.RemoteQueryOk : Markers.Selftest.RemoteQueryFail);
    }

    private async ValueTask<bool> WithinAsync(Func<ValueTask<bool>> attempt)
    {
        var end = task.Now + RetryWindow;
        while (!await attempt())
        {
            if (task.Now >= end)
                return false;
            await task.DelayUntilAsync(Instant.Min(end, task.Now + RetryPause));
        }

        return true;
    }
}
