using System.Diagnostics.CodeAnalysis;

namespace DSoftBus.Runtime.Memory;

/// <summary>Equal buffers cut from one piece of pinned memory. Owns the memory until it is disposed.</summary>
public sealed class PacketPool : IDisposable
{
    private readonly PinnedMemory _memory;
    private readonly PacketBuffer[] _free;
    private bool _disposed;

    /// <param name="memory">Cut into as many whole buffers as fit; the pool owns it from here on.</param>
    /// <param name="bufferSize">Bytes of each buffer.</param>
    public PacketPool(PinnedMemory memory, int bufferSize = 2048)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        _memory = memory;
        BufferSize = bufferSize;
        _free = new PacketBuffer[memory.Length / bufferSize];
        // The last one made is the first one rented: start from the end so that the first rented buffer lies first in memory.
        for (var i = 0; i < _free.Length; i++)
        {
            var offset = (_free.Length - 1 - i) * bufferSize;
            var physical = memory.PhysicalAddress == 0 ? 0 : memory.PhysicalAddress + (ulong)offset;
            _free[i] = new PacketBuffer(this, memory.Bytes.Slice(offset, bufferSize), physical);
        }

        Available = _free.Length;
    }

    public int BufferSize { get; }

    public int Capacity => _free.Length;

    /// <summary>Buffers that can be rented now.</summary>
    public int Available { get; private set; }

    /// <summary>Rents a buffer with one reference and an empty window behind <paramref name="headroom"/> bytes; false when none is free.</summary>
    public bool TryRent(int headroom, [NotNullWhen(true)] out PacketBuffer? buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(headroom);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headroom, BufferSize);
        buffer = null;
        if (Available == 0 || _disposed)
            return false;
        buffer = _free[--Available];
        buffer.Rent(headroom);
        return true;
    }

    /// <summary>Gives the memory back. The owner calls it when no device can write into a buffer any more.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _memory.Dispose();
    }

    internal void Return(PacketBuffer buffer) => _free[Available++] = buffer;
}
