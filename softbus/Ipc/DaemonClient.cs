using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Frames;

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
    public async ValueTask<DsoftbusStatus> ResolveAsync(ReadOnlyMemory<byte> name)
    {
        var request = new byte[DsoftbusFrame.HeaderLength + 1 + name.Length];
        int length = DsoftbusFrame.WriteRequest(DsoftbusOpcode.RemoteResolve, name.Span, request);
        return await CallAsync(request, length, DsoftbusOpcode.RemoteResolve, Patience);
    }

    /// <summary>How many bundles a peer has; null when the request failed.</summary>
    public async ValueTask<ushort?> CountBundlesAsync()
    {
        var request = new byte[DsoftbusFrame.HeaderLength];
        DsoftbusFrame.WriteRequest(DsoftbusOpcode.RemoteBundleList, [], request);
        using var result = await caller.CallAsync(dsoftbusd, request, task.Now + Patience);
        return result.Status is CallStatus.Ok
            && DsoftbusFrame.TryReadReply(result.Reply.Payload, DsoftbusOpcode.RemoteBundleList, out var status, out ushort count)
            && status is DsoftbusStatus.Ok ? count : null;
    }

    /// <summary>Waits for an event; Ok when it came, Failed at the timeout.</summary>
    /// <param name="timeout">At most 65 s.</param>
    public async ValueTask<DsoftbusStatus> AwaitAsync(DsoftbusEvent awaited, TimeSpan timeout)
    {
        var request = new byte[DsoftbusFrame.AwaitRequestLength];
        DsoftbusFrame.WriteAwait(awaited, (ushort)Math.Clamp(timeout.TotalMilliseconds, 0, ushort.MaxValue), request);
        return await CallAsync(request, request.Length, DsoftbusOpcode.Await, timeout + Patience);
    }

    /// <summary>Ends every session orderly; returns when they are over.</summary>
    public async ValueTask<DsoftbusStatus> ShutdownAsync()
    {
        var request = new byte[DsoftbusFrame.HeaderLength];
        DsoftbusFrame.WriteRequest(DsoftbusOpcode.Shutdown, [], request);
        return await CallAsync(request, request.Length, DsoftbusOpcode.Shutdown, Patience);
    }

    private async ValueTask<DsoftbusStatus> CallAsync(byte[] request, int length, DsoftbusOpcode operation, TimeSpan patience)
    {
        using var result = await caller.CallAsync(dsoftbusd, request.AsMemory(0, length), task.Now + patience);
        return result.Status is CallStatus.Ok && DsoftbusFrame.TryReadReply(result.Reply.Payload, operation, out var status, out _)
            ? status
            : DsoftbusStatus.Failed;
    }
}
