using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;

namespace DSoftBus.Net.Facade;

/// <summary>A call that waits for its reply; recycled. The request lies here because a blocked send reads it later.</summary>
internal sealed class PendingCall(TaskLoop loop)
{
    /// <summary>Set when <see cref="Answer"/> is there.</summary>
    public LoopSignal Answered { get; } = new(loop);

    public byte[] Request { get; } = new byte[FacadeLimits.LargestRequest];

    public ulong Nonce { get; set; }

    public FacadeOperation Operation { get; set; }

    /// <summary>The object that went with the request.</summary>
    public FacadeMemory? Memory { get; set; }

    public bool HasAnswer { get; set; }

    /// <summary>The reply; disposed when the call ends.</summary>
    public Message Answer { get; set; }
}
