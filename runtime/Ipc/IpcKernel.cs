using DSoftBus.Runtime.Loop;

namespace DSoftBus.Runtime.Ipc;

/// <summary>What all endpoints of one node share: budgets, pools of buffers and waits.</summary>
internal sealed class IpcKernel(TaskLoop loop)
{
    private readonly Stack<MessageBuffer> _smallBuffers = new();
    private readonly Stack<MessageBuffer> _fullBuffers = new();
    private readonly Stack<SendWait> _sendWaits = new();
    private readonly Stack<ReceiveWait> _receiveWaits = new();

    internal TaskLoop Loop => loop;

    internal int QueuedBytes { get; private set; }

    internal int EndpointCount { get; private set; }

    /// <summary>Makes an endpoint; NoSpace when the owner or the node has its number, InvalidArgument for a depth outside 1 to 256.</summary>
    internal IpcStatus CreateEndpoint(string name, EndpointOwner owner, int depth, out Endpoint? endpoint)
    {
        endpoint = null;
        if (depth is < 1 or > IpcLimits.MaxQueueDepth)
            return IpcStatus.InvalidArgument;
        if (EndpointCount == IpcLimits.Endpoints || owner.EndpointCount == IpcLimits.EndpointsPerOwner)
            return IpcStatus.NoSpace;
        EndpointCount++;
        owner.EndpointCount++;
        endpoint = new Endpoint(this, name, owner, depth);
        return IpcStatus.Ok;
    }

    internal void EndpointClosed(EndpointOwner owner)
    {
        EndpointCount--;
        owner.EndpointCount--;
    }

    /// <summary>First the global budget, then the owner's.</summary>
    internal bool HasBudget(EndpointOwner owner, int bytes) =>
        QueuedBytes + bytes <= IpcLimits.BytesGlobal && owner.QueuedBytes + bytes <= IpcLimits.BytesPerOwner;

    internal void Charge(EndpointOwner owner, int bytes)
    {
        QueuedBytes += bytes;
        owner.QueuedBytes += bytes;
    }

    internal MessageBuffer RentBuffer(int length)
    {
        var (pool, size) = length <= MessageBuffer.SmallSize
            ? (_smallBuffers, MessageBuffer.SmallSize)
            : (_fullBuffers, IpcLimits.MaxPayload);
        return pool.TryPop(out var buffer) ? buffer : new MessageBuffer(size, pool);
    }

    internal SendWait RentSendWait() => _sendWaits.TryPop(out var wait) ? wait : new SendWait(_sendWaits);

    internal ReceiveWait RentReceiveWait() => _receiveWaits.TryPop(out var wait) ? wait : new ReceiveWait(_receiveWaits);
}
