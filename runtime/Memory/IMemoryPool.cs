using System.Diagnostics.CodeAnalysis;

namespace DSoftBus.Runtime.Memory;

/// <summary>Source of pinned memory outside the reach of the collector's compaction.</summary>
public interface IMemoryPool
{
    /// <summary>Gives <paramref name="bytes"/> zeroed bytes, physically contiguous and page aligned; false when the pool has none.</summary>
    bool TryAllocate(int bytes, [NotNullWhen(true)] out PinnedMemory? memory);
}
