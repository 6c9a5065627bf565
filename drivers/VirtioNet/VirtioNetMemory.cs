using System.Diagnostics.CodeAnalysis;
using DSoftBus.Drivers.Virtio;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>The device memory of one network device: its rings and its packet buffers.</summary>
/// <remarks>
/// It outlives the opened device: a task that failed may leave buffers unreleased, and its successor opens the device anew
/// over the same memory, after the reset, with every buffer free again.
/// </remarks>
public sealed class VirtioNetMemory : IDisposable
{
    /// <summary>Long frames that can be under way as one descriptor each, a kilobyte of table for each; more take descriptors of the ring.</summary>
    private const int TableCount = 16;

    private VirtioNetMemory(PinnedMemory rings, PinnedMemory packets)
    {
        Rings = rings;
        Packets = packets;
    }

    public PinnedMemory Rings { get; }

    public PinnedMemory Packets { get; }

    /// <summary>Takes what <paramref name="options"/> ask for at most.</summary>
    /// <returns>False when the pool cannot give it; nothing is kept then.</returns>
    public static bool TryAllocate(IMemoryPool pool, VirtioNetOptions options, [NotNullWhen(true)] out VirtioNetMemory? memory)
    {
        memory = null;
        int size = options.MaximumQueueSize;
        int ringBytes = TransmitLayout(size, ReceiveLayout(size).End).End + TablesLength(options);
        if (!pool.TryAllocate(ringBytes, out PinnedMemory? rings))
            return false;
        if (!pool.TryAllocate(options.PacketBuffers * options.BufferSize, out PinnedMemory? packets))
        {
            rings.Dispose();
            return false;
        }

        memory = new VirtioNetMemory(rings, packets);
        return true;
    }

    /// <summary>Gives the memory back; only after the device was reset.</summary>
    public void Dispose()
    {
        Rings.Dispose();
        Packets.Dispose();
    }

    internal static QueueLayout ReceiveLayout(int size) => new(size, headerLength: 0, offset: 0);

    internal static QueueLayout TransmitLayout(int size, int offset) => new(size, VirtioNetHeader.Length, offset);

    /// <summary>The indirect tables behind the rings, which end at <paramref name="offset"/>; null when they were not negotiated.</summary>
    internal IndirectTables? Tables(VirtioNetFeature features, int offset) =>
        (features & VirtioNetFeature.IndirectDescriptors) == 0 ? null : new IndirectTables(Rings, offset, TableCount, TransmitRing.LongestChain);

    private static int TablesLength(VirtioNetOptions options) =>
        (options.Wanted & VirtioNetFeature.IndirectDescriptors) == 0 ? 0 : IndirectTables.LengthOf(TableCount, TransmitRing.LongestChain);
}
