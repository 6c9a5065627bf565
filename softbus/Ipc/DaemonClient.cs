using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Softbus.Ipc;

/// <summary>The session daemon as local callers use it.</summary>
/// <param name="task">The caller.</param>
/// <param name="caller">For its requests.</param>
/// <param name="dsoftbusd">SEND to the daemon.</param>
public sealed class DaemonClient(TaskContext task, ServiceCaller caller, Sender dsoftbusd)
{
    // The head of the reference gives a remote request three seconds (services.md section 2).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether a peer's samgrd knows a service.</summary>
    /// <param name="name">1 to 48 bytes.</param>
    public async ValueTask<DaemonStatus> ResolveAsync(ReadOnlyMemory<byte> name)
    {
        var request = new byte[DaemonFrames.MaxRequestLength];
        int length = DaemonFrames.WriteResolve(request, name.Span);
        return await CallAsync(request, length, DaemonOperation.RemoteResolve, Patience);
    }

    /// <summary>How many bundles a peer has; null when the request failed.</summary>
    public async ValueTask<ushort?> CountBundlesAsync()
    {
        var request = new byte[DaemonFrames.HeaderLength];
        DaemonFrames.WriteRequest(request, DaemonOperation.RemoteBundleList);
        using var result = await caller.CallAsync(dsoftbusd, request, task.Now + Patience);
        return result.Status is CallStatus.Ok && DaemonFrames.TryReadBundleCount(result.Reply.Payload, out ushort count) ? count : null;
    }

    /// <summary>Waits for an event; Ok when it came, Failed at the timeout.</summary>
    /// <param name="timeout">At most 65 s.</param>
    public async ValueTask<DaemonStatus> AwaitAsync(DaemonEvent awaited, TimeSpan timeout)
    {
        var request = new byte[DaemonFrames.AwaitRequestLength];
        DaemonFrames.WriteAwait(request, awaited, (ushort)Math.Clamp(timeout.TotalMilliseconds, 0, ushort.MaxValue));
        return await CallAsync(request, request.Length, DaemonOperation.Await, timeout + Patience);
    }

    /// <summary>Ends every session orderly; returns when they are over.</summary>
    public async ValueTask<DaemonStatus> ShutdownAsync()
    {
        var request = new byte[DaemonFrames.HeaderLength];
        DaemonFrames.WriteRequest(request, DaemonOperation.Shutdown);
        return await CallAsync(request, request.Length, DaemonOperation.Shutdown, Patience);
    }

    private async ValueTask<DaemonStatus> CallAsync(byte[] request, int length, DaemonOperation operation, TimeSpan patience)
    {
        using var result = await caller.CallAsync(dsoftbusd, request.AsMemory(0, length), task.Now + patience);
        return result.Status is CallStatus.Ok ? DaemonFrames.ReadReply(result.Reply.Payload, operation) : DaemonStatus.Failed;
    }
}
