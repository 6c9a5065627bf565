namespace DSoftBus.KernelShim.Memory;

/// <summary>All regions of the program's address space, in address order, without overlap.</summary>
/// <remarks>A sorted array: a managed program has a few hundred regions, and neighbours of equal kind are merged. It grows by doubling, up to 4 MiB.</remarks>
internal static unsafe class RegionTable
{
    private static Region* _regions;
    private static int _count;
    private static int _order = -1;

    public static int Count => _count;

    public static Region* At(int index) => _regions + index;

    /// <summary>Makes room for <paramref name="extra"/> more regions; false when memory is exhausted.</summary>
    public static bool EnsureRoom(int extra)
    {
        int capacity = _order < 0 ? 0 : (int)((PhysicalMemory.PageSize << _order) / (ulong)sizeof(Region));
        if (_count + extra <= capacity)
            return true;
        if (_order == FrameAllocator.LargestOrder)
            return false;
        ulong larger = FrameAllocator.AllocateBlock(_order + 1);
        if (larger == 0)
            return false;

        var regions = (Region*)PhysicalMemory.At(larger);
        for (int i = 0; i < _count; i++)
            regions[i] = _regions[i];
        if (_regions != null)
            FrameAllocator.ReleaseBlock(PhysicalMemory.Of(_regions), _order);
        _regions = regions;
        _order++;
        return true;
    }

    /// <summary>Makes room for boundaries at both ends of a range: for none where there is one already, so that a full table can still be emptied.</summary>
    public static bool EnsureRoomForSplits(ulong start, ulong end) => EnsureRoom((IsInside(start) ? 1 : 0) + (IsInside(end) ? 1 : 0));

    /// <summary>Index of the first region that ends above <paramref name="address"/>; Count if none does.</summary>
    public static int IndexOf(ulong address)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_regions[middle].End > address)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>The region that contains <paramref name="address"/>, or null.</summary>
    public static Region* Find(ulong address)
    {
        int index = IndexOf(address);
        return index < _count && _regions[index].Start <= address ? _regions + index : null;
    }

    /// <summary>Whether a region begins below <paramref name="address"/> and ends above it.</summary>
    private static bool IsInside(ulong address)
    {
        int index = IndexOf(address);
        return index < _count && _regions[index].Start < address;
    }

    public static void Insert(int index, ulong start, ulong end, Access access, RegionKind kind)
    {
        for (int i = _count; i > index; i--)
            _regions[i] = _regions[i - 1];
        _count++;
        _regions[index].Start = start;
        _regions[index].End = end;
        _regions[index].Access = access;
        _regions[index].Kind = kind;
    }

    public static void Remove(int index, int count)
    {
        if (count == 0)
            return;
        for (int i = index; i + count < _count; i++)
            _regions[i] = _regions[i + count];
        _count -= count;
    }

    /// <summary>Makes <paramref name="address"/> a boundary; returns the index of the first region at or above it. Needs room for one region.</summary>
    public static int SplitAt(ulong address)
    {
        int index = IndexOf(address);
        if (index == _count || _regions[index].Start >= address)
            return index;
        var region = _regions[index];
        _regions[index].End = address;
        Insert(index + 1, address, region.End, region.Access, region.Kind);
        return index + 1;
    }

    /// <summary>Joins equal neighbours among the regions from <paramref name="first"/> - 1 to <paramref name="last"/> + 1.</summary>
    public static void Merge(int first, int last)
    {
        int from = first > 0 ? first - 1 : 0;
        int to = last + 1 < _count ? last + 1 : _count - 1;
        for (int i = to; i > from; i--)
        {
            Region* left = _regions + i - 1;
            Region* right = _regions + i;
            if (left->End != right->Start || left->Access != right->Access || left->Kind != right->Kind || left->Kind >= RegionKind.DeviceMemory)
                continue;
            left->End = right->End;
            Remove(i, 1);
        }
    }
}
