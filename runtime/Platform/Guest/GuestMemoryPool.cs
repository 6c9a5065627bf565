using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>Device memory of the guest: physically contiguous, page aligned, outside the collector's heap, mapped for the program.</summary>
public sealed class GuestMemoryPool : IMemoryPool
{
    public bool TryAllocate(int bytes, [NotNullWhen(true)] out PinnedMemory? memory)
    {
        memory = null;
        if (bytes <= 0)
            return false;
        int pages = ((bytes - 1) / GuestKernel.PageSize) + 1;
        if (GuestInterop.DmaAllocate(pages, out GuestDmaBlock block) < 0)
            return false;
        memory = new GuestMemory(block, bytes);
        return true;
    }
}
