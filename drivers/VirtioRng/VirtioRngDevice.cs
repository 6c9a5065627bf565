using DSoftBus.Drivers.Virtio;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Drivers.VirtioRng;

/// <summary>A virtio entropy device (virtio 1.2 section 5.4): one queue, buffers that the device fills with random bytes.</summary>
/// <remarks>It serves the boot, before any task runs: a read waits in the loop's platform until the device answered or a deadline passed.</remarks>
public sealed class VirtioRngDevice : IDisposable
{
    private const int RequestQueue = 0;
    private const int QueueSize = 2;

    /// <summary>Bytes asked for at once.</summary>
    private const int RequestLength = 64;

    private readonly VirtioMmioTransport _transport;
    private readonly IInterruptLine _interrupt;
    private readonly PinnedMemory _memory;
    private readonly int _dataOffset;
    private readonly Virtqueue _queue;

    private VirtioRngDevice(VirtioMmioTransport transport, IInterruptLine interrupt, PinnedMemory memory, int dataOffset, Virtqueue queue)
    {
        _transport = transport;
        _interrupt = interrupt;
        _memory = memory;
        _dataOffset = dataOffset;
        _queue = queue;
    }

    /// <summary>Resets and starts the device behind <paramref name="registers"/>.</summary>
    public static VirtioError TryOpen(IRegisterWindow registers, IInterruptLine interrupt, IMemoryPool pool, out VirtioRngDevice? device)
    {
        device = null;
        VirtioError error = VirtioMmioTransport.TryOpen(registers, out VirtioMmioTransport? transport);
        if (transport is null)
            return error;
        if (transport.Device != VirtioDeviceId.Entropy)
            return VirtioError.WrongDevice;
        error = transport.Negotiate(required: 0, wanted: 0);
        if (error != VirtioError.None)
            return error;
        int size = transport.QueueSizeFor(RequestQueue, QueueSize);
        if (size < QueueSize)
            return VirtioError.QueueUnavailable;
        var layout = new QueueLayout(size, headerLength: 0, offset: 0);
        if (!pool.TryAllocate(layout.End + RequestLength, out PinnedMemory? memory))
            return VirtioError.NoMemory;
        var queue = new Virtqueue(memory, layout, QueueDirection.DeviceWrites);
        error = transport.ConfigureQueue(RequestQueue, queue);
        if (error != VirtioError.None)
        {
            memory.Dispose();
            return error;
        }

        transport.Start();
        transport.AcknowledgeInterrupt();
        interrupt.Rearm();
        device = new VirtioRngDevice(transport, interrupt, memory, layout.End, queue);
        return VirtioError.None;
    }

    /// <summary>Fills all of <paramref name="destination"/> with random bytes of the device.</summary>
    /// <returns><see cref="VirtioError.None"/>, <see cref="VirtioError.TimedOut"/>, or <see cref="VirtioError.QueueCorrupt"/> when the device broke the rules of its ring.
    /// After an error the device is of no more use, and <paramref name="destination"/> holds nothing to rely on.</returns>
    public VirtioError TryFill(Span<byte> destination, ILoopPlatform platform, Instant deadline)
    {
        while (!destination.IsEmpty)
        {
            VirtioError error = TryRequest(Math.Min(destination.Length, RequestLength), platform, deadline, out int written);
            if (error != VirtioError.None)
                return error;
            Span<byte> source = _memory.Bytes.Span.Slice(_dataOffset, written);
            source.CopyTo(destination);
            // What was handed out must not stay behind in device memory.
            source.Clear();
            destination = destination[written..];
        }

        return VirtioError.None;
    }

    /// <summary>Resets the device and gives its memory back; a device that does not finish its reset keeps the memory.</summary>
    public void Dispose()
    {
        if (_transport.Reset() == VirtioError.None)
            _memory.Dispose();
    }

    private VirtioError TryRequest(int length, ILoopPlatform platform, Instant deadline, out int written)
    {
        written = 0;
        if (!_queue.TryPost(_memory.PhysicalAddress + (ulong)_dataOffset, length, out _))
            return VirtioError.QueueCorrupt;
        _queue.Publish();
        if (_queue.MustNotify())
            _transport.Notify(RequestQueue);
        while (true)
        {
            switch (_queue.TryComplete(out _, out written))
            {
                // Section 5.4.6.1: the device places at least one byte.
                case UsedStatus.Completed when written > 0:
                    return VirtioError.None;
                case UsedStatus.Empty when platform.Now < deadline:
                    platform.WaitUntil(deadline);
                    _transport.AcknowledgeInterrupt();
                    _interrupt.Rearm();
                    break;
                case UsedStatus.Empty:
                    return VirtioError.TimedOut;
                default:
                    return VirtioError.QueueCorrupt;
            }
        }
    }
}
