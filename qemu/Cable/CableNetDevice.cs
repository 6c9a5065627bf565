using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Cable;

/// <summary>A port of the cable as a network device: with it a whole node runs in this process beside the machines.</summary>
/// <remarks>Frames arrive on the switch's thread and wait in a bounded queue for the node's loop; what finds it full is lost, as on a card.</remarks>
public sealed class CableNetDevice : INetDevice
{
    private const int BufferSize = 2048;
    private const int BufferCount = 256;
    private const int QueueDepth = 256;
    private const int EthernetHeaderLength = 14;

    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _received = new();
    private readonly VirtualPort _port;
    private readonly TaskLoop _loop;
    private readonly LoopSignal _signal;
    private long _dropped;
    private bool _disposed;

    /// <param name="cable">The switch.</param>
    /// <param name="name">Name of the port.</param>
    /// <param name="address">Hardware address of the node.</param>
    /// <param name="loop">The node's loop; everything but the arrival of frames happens on it.</param>
    /// <param name="memory">Where the buffers come from (512 KiB).</param>
    public CableNetDevice(CableSwitch cable, string name, MacAddress address, TaskLoop loop, IMemoryPool memory)
    {
        if (!memory.TryAllocate(BufferSize * BufferCount, out PinnedMemory? buffers))
            throw new InvalidOperationException($"No {BufferSize * BufferCount} bytes for the buffers of {name}.");
        Address = address;
        Buffers = new PacketPool(buffers, BufferSize);
        _loop = loop;
        _signal = new LoopSignal(loop);
        _port = cable.AttachVirtual(name, OnFrame);
    }

    public MacAddress Address { get; }

    public int Mtu => 1500;

    public NetDeviceFeatures Features => NetDeviceFeatures.None;

    public PacketPool Buffers { get; }

    /// <summary>Frames that were lost because the queue or the buffers were full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public long Count(NetDeviceCounter counter) => counter == NetDeviceCounter.DroppedNoBuffer ? Dropped : 0;

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
    {
        frame = null;
        while (!_disposed && _received.TryDequeue(out ReadOnlyMemory<byte> bytes))
        {
            if (bytes.Length <= BufferSize && Buffers.TryRent(0, out frame))
            {
                bytes.Span.CopyTo(frame.Append(bytes.Length));
                return true;
            }

            Interlocked.Increment(ref _dropped);
        }

        return false;
    }

    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        if (_disposed)
            return TransmitStatus.Down;
        if (frame.Next is not null || frame.Length > Mtu + EthernetHeaderLength)
            return TransmitStatus.TooLong;
        // The port copies the bytes, so no reference is kept; a full switch loses the frame and counts it.
        _port.Send(frame.Span);
        return TransmitStatus.Queued;
    }

    public async ValueTask WaitAsync(Instant deadline)
    {
        while (!_disposed && _received.IsEmpty && _loop.Now < deadline)
            await _signal.WaitAsync(deadline);
    }

    /// <summary>Unplugs the node; a waiter resumes.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _port.Unplug();
        Buffers.Dispose();
        _signal.Set();
    }

    private void OnFrame(VirtualPort port, ReadOnlyMemory<byte> frame)
    {
        if (_received.Count >= QueueDepth)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        _received.Enqueue(frame);
        _loop.Post(_signal.Set);
    }
}
