namespace DSoftBus.Qemu.Cable;

/// <summary>One socket of the switch. Created by <see cref="CableSwitch"/>.</summary>
public abstract class CablePort : IAsyncDisposable
{
    private readonly CableSwitch _owner;
    private long _framesIn;
    private long _framesOut;
    private long _dropped;

    private protected CablePort(CableSwitch owner, string name, int captureInterface)
    {
        _owner = owner;
        Name = name;
        CaptureInterface = captureInterface;
    }

    /// <summary>Name of the port: of its interface in the capture and in counters.</summary>
    public string Name { get; }

    /// <summary>Frames that entered the switch here.</summary>
    public long FramesIn => Interlocked.Read(ref _framesIn);

    /// <summary>Frames that the switch handed to this port.</summary>
    public long FramesOut => Interlocked.Read(ref _framesOut);

    /// <summary>Frames meant for this port or from it that were lost because a queue was full or nobody listened.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal int CaptureInterface { get; }

    /// <summary>Hands a frame towards whatever is plugged in. Called by the switch's one dispatcher; must not block.</summary>
    internal abstract void Deliver(ReadOnlyMemory<byte> frame);

    /// <summary>Unplugs the port: its addresses are forgotten, later frames from it are not forwarded.</summary>
    public virtual ValueTask DisposeAsync()
    {
        Unplug();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal void Unplug() => _owner.Detach(this);

    private protected bool Enter(byte[] frame)
    {
        if (_owner.TryEnter(this, frame))
            return true;
        CountDropped();
        return false;
    }

    private protected ValueTask EnterAsync(byte[] frame, CancellationToken cancel) => _owner.EnterAsync(this, frame, cancel);

    private protected void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountIn() => Interlocked.Increment(ref _framesIn);

    internal void CountOut() => Interlocked.Increment(ref _framesOut);
}
