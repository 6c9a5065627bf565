using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Bench.Stack;

/// <summary>One end of a link in memory: a frame to send is copied once, into buffers of the other end, where it waits. With offloads long frames pass whole, as between two machines on one host.</summary>
internal sealed class MemoryLink : INetDevice
{
    private const int BufferSize = 2048;
    private const int BufferCount = 4096;
    private const int EthernetHeaderLength = 14;
    private const NetDeviceFeatures All =
        NetDeviceFeatures.TransmitChecksum | NetDeviceFeatures.ReceiveChecksum | NetDeviceFeatures.TransmitSegmentation | NetDeviceFeatures.ReceiveCoalescing;

    private readonly Queue<PacketBuffer> _arrived = new(BufferCount);
    private MemoryLink? _other;

    private MemoryLink(byte last, bool offloads)
    {
        if (!new HostMemoryPool().TryAllocate(BufferSize * BufferCount, out PinnedMemory? memory))
            throw new InvalidOperationException("No memory for the buffers of the link.");
        Buffers = new PacketPool(memory, BufferSize);
        Address = MacAddress.From([0x02, 0, 0, 0, 0, last]);
        Features = offloads ? All : NetDeviceFeatures.None;
    }

    public MacAddress Address { get; }

    public int Mtu => 1500;

    public NetDeviceFeatures Features { get; }

    public int SegmentationLimit => Features == NetDeviceFeatures.None ? Mtu : ushort.MaxValue;

    public PacketPool Buffers { get; }

    public static (MemoryLink Left, MemoryLink Right) Pair(bool offloads)
    {
        var (left, right) = (new MemoryLink(1, offloads), new MemoryLink(2, offloads));
        (left._other, right._other) = (right, left);
        return (left, right);
    }

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame) => _arrived.TryDequeue(out frame);

    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        int limit = frame.Offload.SegmentSize > 0 ? SegmentationLimit : Mtu;
        if (frame.TotalLength > limit + EthernetHeaderLength)
            return TransmitStatus.TooLong;
        if (Copy(frame, _other!.Buffers) is not { } copy)
            return TransmitStatus.Full;
        copy.Offload = new PacketOffload { ChecksumVerified = Features != NetDeviceFeatures.None, SegmentSize = frame.Offload.SegmentSize };
        _other._arrived.Enqueue(copy);
        return TransmitStatus.Queued;
    }

    public ValueTask WaitAsync(Instant deadline) => throw new NotSupportedException("Who measures knows when frames are there.");

    public void Dispose()
    {
        while (_arrived.TryDequeue(out PacketBuffer? frame))
            frame.Release();
        Buffers.Dispose();
    }

    private static PacketBuffer? Copy(PacketBuffer frame, PacketPool pool)
    {
        if (!pool.TryRent(0, out PacketBuffer? first))
            return null;
        PacketBuffer last = first;
        for (PacketBuffer? part = frame; part is not null; part = part.Next)
        {
            for (ReadOnlySpan<byte> bytes = part.Span; !bytes.IsEmpty;)
            {
                if (last.Tailroom == 0)
                {
                    if (!pool.TryRent(0, out PacketBuffer? next))
                    {
                        first.Release();
                        return null;
                    }

                    last.Chain(next);
                    last = next;
                }

                int count = Math.Min(bytes.Length, last.Tailroom);
                bytes[..count].CopyTo(last.Append(count));
                bytes = bytes[count..];
            }
        }

        return first;
    }
}
