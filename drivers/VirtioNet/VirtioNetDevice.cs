using System.Diagnostics.CodeAnalysis;
using DSoftBus.Drivers.Virtio;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>A virtio network device (virtio 1.2 section 5.1): two split queues, a 12-byte header, the offloads that <see cref="Negotiated"/> names.</summary>
/// <remarks>
/// Frames move by buffer, never by copy. The device interrupts only while somebody waits; a busy stack polls the rings.
/// The device is told of frames to send once for many, because each telling is an exit from the guest: after <see cref="NotificationBatch"/>
/// frames, when <see cref="TryReceive"/> finds nothing, at <see cref="WaitAsync"/>, when the ring is full, and at the latest by a piece of work
/// that the first such frame queues on the loop, so none is forgotten whatever its sender does next. Without a loop it is told of each.
/// A device that breaks the rules of its rings is reset and stays down: <see cref="TryTransmit"/> says <see cref="TransmitStatus.Down"/>,
/// <see cref="Fault"/> says why. Buffers return to the pool only with their descriptor or after a reset;
/// should a reset fail, they are lost rather than given to two owners. One loop thread, one waiter.
/// </remarks>
public sealed class VirtioNetDevice : INetDevice
{
    private const int ReceiveQueue = 0;  // section 5.1.2
    private const int TransmitQueue = 1;
    private const int StarvingShare = 8;

    /// <summary>Frames after which the device is told of them at once: it sends while the stack goes on.</summary>
    private const int NotificationBatch = 16;

    private const VirtioNetFeature KnownFeatures = VirtioNetFeature.All | VirtioNetFeature.Mac;

    private readonly VirtioMmioTransport _transport;
    private readonly IInterruptLine _interrupt;
    private readonly ReceiveRing _receive;
    private readonly TransmitRing _transmit;
    private readonly InterruptWait _wait;
    private readonly TaskLoop? _loop;
    private readonly Action _announce;
    private bool _isDown;
    private bool _isDisposed;
    private bool _isAnnouncementQueued;

    private VirtioNetDevice(
        VirtioMmioTransport transport, IInterruptLine interrupt, VirtioNetConfiguration configuration,
        PacketPool buffers, Virtqueue receive, Virtqueue transmit, IndirectTables? tables, TaskLoop? loop)
    {
        _transport = transport;
        _interrupt = interrupt;
        Address = configuration.Address;
        Mtu = configuration.Mtu;
        Buffers = buffers;
        Negotiated = (VirtioNetFeature)transport.Features & KnownFeatures;
        _receive = new ReceiveRing(receive, buffers, Counters, Mtu, Negotiated);
        _transmit = new TransmitRing(transmit, tables, Counters, Mtu, Negotiated);
        _wait = new InterruptWait(interrupt, StopOrListen, OnInterrupt);
        _loop = loop;
        _announce = OnAnnouncement;
    }

    public MacAddress Address { get; }

    public int Mtu { get; }

    public NetDeviceFeatures Features => VirtioNetFeatures.ToDevice(Negotiated);

    public int SegmentationLimit => (Negotiated & VirtioNetFeature.Segmentation) != 0 ? VirtioNetHeader.LargestPacket : Mtu;

    /// <summary>What driver and device agreed on.</summary>
    public VirtioNetFeature Negotiated { get; }

    public PacketPool Buffers { get; }

    public VirtioNetCounters Counters { get; } = new();

    public long Count(NetDeviceCounter counter) => counter switch
    {
        NetDeviceCounter.Received => Counters.Received,
        NetDeviceCounter.ReceivedBytes => Counters.ReceivedBytes,
        NetDeviceCounter.Transmitted => Counters.Transmitted,
        NetDeviceCounter.TransmittedBytes => Counters.TransmittedBytes,
        NetDeviceCounter.DroppedShort => Counters.DroppedShort,
        NetDeviceCounter.DroppedOversized => Counters.DroppedOversized,
        NetDeviceCounter.DroppedMalformed => Counters.DroppedBadLength + Counters.DroppedBadCount + Counters.DroppedBadOffload,
        NetDeviceCounter.DroppedNoBuffer => Counters.DroppedNoBuffer,
        NetDeviceCounter.TransmitFull => Counters.TransmitFull,
        NetDeviceCounter.TransmitTooLong => Counters.TransmitTooLong,
        NetDeviceCounter.QueueCorrupt => Counters.QueueCorrupt,
        NetDeviceCounter.Interrupts => Counters.Interrupts,
        NetDeviceCounter.Notifications => Counters.TransmitNotifications,
        _ => 0,
    };

    /// <summary>Why the device is down, or <see cref="VirtioError.None"/>.</summary>
    public VirtioError Fault { get; private set; }

    /// <summary>Descriptors of the receive queue, as agreed with the device.</summary>
    public int ReceiveQueueSize => _receive.Queue.Size;

    /// <summary>Resets the device behind <paramref name="registers"/>, agrees on features and starts it with a full receive ring.</summary>
    /// <param name="registers">The registers of the device; the caller holds its MMIO capability.</param>
    /// <param name="interrupt">Its interrupt line.</param>
    /// <param name="memory">Its memory, allocated for the same <paramref name="options"/>; stays the caller's and must outlive the device.</param>
    /// <param name="options">Sizes and optional features.</param>
    /// <param name="loop">The loop whose work will use the device; null: the device is told of each frame at once.</param>
    /// <param name="device">The running device on success.</param>
    public static VirtioError TryOpen(
        IRegisterWindow registers, IInterruptLine interrupt, VirtioNetMemory memory, VirtioNetOptions options, TaskLoop? loop, out VirtioNetDevice? device)
    {
        device = null;
        VirtioError error = VirtioMmioTransport.TryOpen(registers, out VirtioMmioTransport? transport);
        if (transport is null)
            return error;
        if (transport.Device != VirtioDeviceId.Network)
            return VirtioError.WrongDevice;

        error = transport.Negotiate(
            (ulong)VirtioNetFeature.Mac, (ulong)(options.Wanted & VirtioNetFeature.All), static features => (ulong)VirtioNetFeatures.WithoutOrphans((VirtioNetFeature)features));
        if (error != VirtioError.None)
            return error;
        error = VirtioNetConfiguration.TryRead(transport, out VirtioNetConfiguration configuration);
        if (error != VirtioError.None)
            return Abandon(transport, error);

        int receiveSize = transport.QueueSizeFor(ReceiveQueue, options.MaximumQueueSize);
        int transmitSize = transport.QueueSizeFor(TransmitQueue, options.MaximumQueueSize);
        if (receiveSize < 2 || transmitSize < 2)
            return Abandon(transport, VirtioError.QueueUnavailable);

        QueueLayout receiveLayout = VirtioNetMemory.ReceiveLayout(receiveSize);
        QueueLayout transmitLayout = VirtioNetMemory.TransmitLayout(transmitSize, receiveLayout.End);
        bool usesEventIndex = (transport.Features & VirtioFeature.EventIndex) != 0;
        var receive = new Virtqueue(memory.Rings, receiveLayout, QueueDirection.DeviceWrites, usesEventIndex);
        var transmit = new Virtqueue(memory.Rings, transmitLayout, QueueDirection.DeviceReads, usesEventIndex);
        error = transport.ConfigureQueue(ReceiveQueue, receive);
        if (error == VirtioError.None)
            error = transport.ConfigureQueue(TransmitQueue, transmit);
        if (error != VirtioError.None)
            return Abandon(transport, error);

        var buffers = new PacketPool(memory.Packets, options.BufferSize);
        IndirectTables? tables = memory.Tables((VirtioNetFeature)transport.Features, transmitLayout.End);
        var opened = new VirtioNetDevice(transport, interrupt, configuration, buffers, receive, transmit, tables, loop);
        if (!opened._receive.TryFill())
        {
            opened.Dispose();
            return VirtioError.NoMemory;
        }

        opened.Start();
        device = opened;
        return VirtioError.None;
    }

    /// <summary>Reads the address of the device behind <paramref name="registers"/> without touching its state; whoever runs it is not disturbed.</summary>
    public static VirtioError TryReadAddress(IRegisterWindow registers, out MacAddress address)
    {
        address = default;
        VirtioError error = VirtioMmioTransport.TryOpen(registers, out VirtioMmioTransport? transport);
        if (transport is null)
            return error;
        return transport.Device == VirtioDeviceId.Network ? VirtioNetConfiguration.TryReadAddress(transport, out address) : VirtioError.WrongDevice;
    }

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
    {
        frame = null;
        if (_isDown)
            return false;
        bool received = _receive.TryReceive(out frame, out bool notify);
        if (notify)
            _transport.Notify(ReceiveQueue);
        if (!received)
        {
            if (_receive.IsBroken)
                GoDown(VirtioError.QueueCorrupt);
            Announce();
        }

        return received;
    }

    /// <exception cref="ArgumentException">The frame is shorter than an Ethernet header, or asks for an offload that was not negotiated: a defect of the caller.</exception>
    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        if (_isDown)
            return TransmitStatus.Down;
        Reclaim();
        if (_isDown)
            return TransmitStatus.Down;
        TransmitStatus status = _transmit.TryTransmit(frame);
        if (status == TransmitStatus.Full || IsStarving)
        {
            // Nothing comes back of what the device does not know of.
            Announce();
            // Another activity of the task may be waiting already, without interrupts for transmitted frames.
            _transmit.Queue.EnableInterrupts(true);
            Reclaim();
            if (status == TransmitStatus.Full && !_transmit.IsStalled)
                status = _isDown ? TransmitStatus.Down : _transmit.TryTransmit(frame);
        }

        AnnounceSoon();
        return status;
    }

    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public ValueTask WaitAsync(Instant deadline)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_isDown)
        {
            Announce();
            OfferBuffers();
        }

        return _wait.WaitAsync(deadline);
    }

    /// <summary>Resets the device; then every buffer that it held returns to the pool. Ends a wait that is under way.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        GoDown(VirtioError.None);
        _interrupt.EndWait();
    }

    /// <summary>So few buffers are free that those of transmitted frames are missed: they are then asked for by interrupt.</summary>
    private bool IsStarving => Buffers.Available < Buffers.Capacity / StarvingShare;

    private static VirtioError Abandon(VirtioMmioTransport transport, VirtioError error)
    {
        transport.Reset();
        return error;
    }

    private void Start()
    {
        StopInterrupts();
        _transport.Start();
        // A line left masked, or a cause left pending, by a previous owner of the device.
        _transport.AcknowledgeInterrupt();
        _interrupt.Rearm();
        OfferBuffers();
    }

    private void OfferBuffers()
    {
        if (_receive.Publish())
            _transport.Notify(ReceiveQueue);
    }

    /// <summary>Tells the device of frames to send that it does not know of, if it wants to be told.</summary>
    private void Announce()
    {
        if (_isDown || !_transmit.Queue.MustNotify())
            return;
        Counters.TransmitNotifications++;
        _transport.Notify(TransmitQueue);
    }

    private void AnnounceSoon()
    {
        if (_loop is null || _transmit.Queue.Unannounced >= NotificationBatch)
        {
            Announce();
        }
        else if (_transmit.Queue.Unannounced > 0 && !_isAnnouncementQueued)
        {
            _isAnnouncementQueued = true;
            _loop.Post(_announce);
        }
    }

    private void OnAnnouncement()
    {
        _isAnnouncementQueued = false;
        Announce();
    }

    /// <summary>True when the waiter has something to do; otherwise the device interrupts as soon as that changes.</summary>
    private bool StopOrListen()
    {
        if (_isDisposed)
            return true;
        if (HasWork())
            return true;
        if (!_isDown)
        {
            // Transmitted frames need no interrupt unless somebody lacks their slot or their buffer.
            _transmit.Queue.EnableInterrupts(_transmit.IsStalled || IsStarving);
            _receive.Queue.EnableInterrupts(true);
        }

        // What came back before the device knew of the wish made no interrupt: look again.
        if (!HasWork())
            return false;
        StopInterrupts();
        return true;
    }

    /// <summary>A frame, or transmit space or a buffer that was lacking.</summary>
    private bool HasWork()
    {
        if (_isDown)
            return false;
        bool wasStalled = _transmit.IsStalled;
        bool wasStarving = IsStarving;
        Reclaim();
        return _receive.Queue.HasCompleted
            || (wasStalled && !_transmit.IsStalled)
            || (wasStarving && !IsStarving);
    }

    private void OnInterrupt()
    {
        Counters.Interrupts++;
        StopInterrupts();
        // Quiet the device first, then unmask: a later cause raises the line again (virtio 1.2 section 4.2.3.4).
        _transport.AcknowledgeInterrupt();
        _interrupt.Rearm();
    }

    private void StopInterrupts()
    {
        if (_isDown)
            return;
        _receive.Queue.EnableInterrupts(false);
        _transmit.Queue.EnableInterrupts(false);
    }

    private void Reclaim()
    {
        _transmit.Reclaim();
        if (_transmit.Queue.IsCorrupt)
            GoDown(VirtioError.QueueCorrupt);
    }

    private void GoDown(VirtioError fault)
    {
        if (_isDown)
            return;
        _isDown = true;
        Fault = fault;
        if (fault == VirtioError.QueueCorrupt)
            Counters.QueueCorrupt++;
        VirtioError reset = _transport.Reset();
        if (reset != VirtioError.None)
        {
            // The device may still write into the buffers: they stay its own for ever.
            Fault = reset;
            return;
        }

        _receive.ReturnAll();
        _transmit.ReturnAll();
    }
}
