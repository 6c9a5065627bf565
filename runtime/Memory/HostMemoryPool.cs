using System.Diagnostics.CodeAnalysis;

namespace DSoftBus.Runtime.Memory;

/// <summary>Pinned arrays of the collector's heap, for a host and for simulations.</summary>
/// <param name="limitBytes">How much may be out at one time, so that exhaustion can be tested.</param>
public sealed class HostMemoryPool(long limitBytes = long.MaxValue) : IMemoryPool
{
    private long _allocated;

    /// <summary>Bytes that are out now.</summary>
    public long Allocated => _allocated;

    public bool TryAllocate(int bytes, [NotNullWhen(true)] out PinnedMemory? memory)
    {
        memory = null;
        if (bytes <= 0 || bytes > limitBytes - _allocated)
            return false;
        _allocated += bytes;
        memory = new PinnedArray(this, bytes);
        return true;
    }

    private sealed class PinnedArray(HostMemoryPool pool, int bytes) : PinnedMemory
    {
        private byte[] _array = GC.AllocateArray<byte>(bytes, pinned: true);

        public override Memory<byte> Bytes => _array;

        public override ulong PhysicalAddress => 0;

        protected override void Dispose(bool disposing)
        {
            pool._allocated -= _array.Length;
            _array = [];
        }
    }
}
