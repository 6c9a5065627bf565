namespace DSoftBus.Runtime.Memory;

/// <summary>Memory that stays where it is, so that a device can be given its address. Disposing gives it back to its pool.</summary>
public abstract class PinnedMemory : IDisposable
{
    public abstract Memory<byte> Bytes { get; }

    /// <summary>Physical address of the first byte; 0 on a host, where no device reads it.</summary>
    public abstract ulong PhysicalAddress { get; }

    public int Length => Bytes.Length;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
