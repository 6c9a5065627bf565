using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using Microsoft.Win32.SafeHandles;

namespace DSoftBus.Qemu.Tap;

/// <summary>One end of a TAP interface of Linux as a network device: the kernel is at the other end. One thread uses it; only <see cref="Wake"/> is for any.</summary>
/// <remarks>
/// A frame is one system call, made at once: nothing waits in this device, and no reference is kept. With offloads (<see cref="TapOptions.Offloads"/>) a frame
/// may be a TCP/IPv4 packet of up to 64 KiB that the kernel cuts, or did not cut, and the checksum is the kernel's matter.
/// Waiting is <see cref="WaitAsync"/> for a task on a loop, <see cref="Wait"/> for a thread of its own.
/// </remarks>
public sealed partial class TapDevice : INetDevice
{
    /// <summary>Bytes of a packet buffer.</summary>
    public const int BufferSize = 2048;

    internal const int UsualMtu = 1500;
    private const int EthernetHeaderLength = 14;
    private const int LongestPacket = 65535; // RFC 791 section 3.1: total length.

    private readonly SafeFileHandle _file;
    private readonly int _descriptor; // Valid until _file is disposed.
    private readonly TapPoll _poll;
    private readonly TaskLoop? _loop;
    private readonly LoopSignal? _signal;
    private readonly TapWatcher? _watcher;
    private readonly bool _offloads;
    private bool _wantsRoom;
    private bool _sent; // Since the last wait.
    private bool _disposed;

    private TapDevice(SafeFileHandle file, TapOptions options, int mtu, TaskLoop? loop)
    {
        _file = file;
        _descriptor = (int)file.DangerousGetHandle();
        _offloads = options.Offloads;
        Name = options.Name;
        Address = options.Address;
        Mtu = options.Mtu ?? mtu;
        Buffers = new PacketPool(new TapMemory(options.BufferCount * BufferSize), BufferSize);
        _poll = new TapPoll(file);
        _readVector = GC.AllocateArray<nint>(2 * (1 + RowLength), pinned: true);
        _writeVector = GC.AllocateArray<nint>(2 * (1 + LongestChain), pinned: true);
        PrepareHeaders();
        _loop = loop;
        if (loop is null)
            return;
        _signal = new LoopSignal(loop);
        _watcher = new TapWatcher(file, loop, _signal.Set);
    }

    /// <summary>Name of the interface.</summary>
    public string Name { get; }

    public MacAddress Address { get; }

    public int Mtu { get; }

    public NetDeviceFeatures Features => _offloads
        ? NetDeviceFeatures.TransmitChecksum | NetDeviceFeatures.ReceiveChecksum | NetDeviceFeatures.TransmitSegmentation | NetDeviceFeatures.ReceiveCoalescing
        : NetDeviceFeatures.None;

    public int SegmentationLimit => _offloads ? LongestPacket : Mtu;

    public PacketPool Buffers { get; }

    public TapCounters Counters { get; } = new();

    public long Count(NetDeviceCounter counter) => counter switch
    {
        NetDeviceCounter.Received => Counters[TapCounter.FramesReceived],
        NetDeviceCounter.ReceivedBytes => Counters[TapCounter.BytesReceived],
        NetDeviceCounter.Transmitted => Counters[TapCounter.FramesSent],
        NetDeviceCounter.TransmittedBytes => Counters[TapCounter.BytesSent],
        NetDeviceCounter.DroppedShort => Counters[TapCounter.Runts],
        NetDeviceCounter.DroppedOversized => Counters[TapCounter.Oversized],
        NetDeviceCounter.DroppedMalformed => Counters[TapCounter.BadHeaders],
        NetDeviceCounter.DroppedNoBuffer => Counters[TapCounter.NoBuffer],
        NetDeviceCounter.TransmitFull => Counters[TapCounter.TransmitFull],
        NetDeviceCounter.TransmitTooLong => Counters[TapCounter.TransmitTooLong],
        NetDeviceCounter.TransmitFailed => Counters[TapCounter.TransmitNoMemory] + Counters[TapCounter.TransmitDown] + Counters[TapCounter.TransmitRefused] + Counters[TapCounter.TransmitPartial],
        NetDeviceCounter.Interrupts => Counters[TapCounter.Waits],
        _ => 0,
    };

    /// <summary>The interface was deleted under the device: nothing will ever come or go.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Opens an interface of this thread's network namespace.</summary>
    /// <param name="options">Which and how.</param>
    /// <param name="loop">Where <see cref="WaitAsync"/> resumes; null: only <see cref="Wait"/> is used.</param>
    /// <exception cref="IOException">No file descriptor is free.</exception>
    public static TapOpenResult Open(TapOptions options, TaskLoop? loop = null)
    {
        TapOpenStatus status = TapOpening.TryOpen(options, out SafeFileHandle? file, out int mtu, out string message);
        return file is null ? new TapOpenResult(status, null, message) : new TapOpenResult(status, new TapDevice(file, options, mtu, loop), "");
    }

    /// <summary>Blocks this thread until a frame is there, transmit space became free after <see cref="TransmitStatus.Full"/>, <see cref="Wake"/> was called, or the time is up.</summary>
    /// <param name="limit">Zero: only look. <see cref="Timeout.InfiniteTimeSpan"/>: no limit.</param>
    /// <returns>True when the device has something to do.</returns>
    public bool Wait(TimeSpan limit)
    {
        NoteBatch();

        if (_pending is null && _sent)
            ReadAhead();
        _sent = false;
        if (_pending is not null)
            return true;
        Counters.Add(TapCounter.Waits);
        return Look(limit);
    }

    /// <summary>Ends <see cref="Wait"/>, the next one if there is none now. Any thread, until the device is disposed.</summary>
    public void Wake() => _poll.Wake();

    /// <exception cref="InvalidOperationException">The device was opened without a loop.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WaitAsync(Instant deadline)
    {
        if (_loop is null || _signal is null || _watcher is null)
            throw new InvalidOperationException($"The device '{Name}' was opened without a loop: use Wait.");
        if (_disposed)
            return;
        NoteBatch();
        if (_pending is not null || Look(TimeSpan.Zero))
        {
            // Not at once: the other tasks of the loop want to run too while frames keep coming.
            await Task.Yield();
            return;
        }

        if (!IsGone)
            _watcher.Arm(WantedEvents);
        await _signal.WaitAsync(deadline);
    }

    /// <summary>Closes the interface; one that the device made disappears. A waiter resumes.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _watcher?.Dispose();
        _signal?.Set();
        ReleaseRow();
        _poll.Dispose();
        _file.Dispose();
        Buffers.Dispose();
    }

    private short WantedEvents => _wantsRoom ? (short)(TapInterop.PollIn | TapInterop.PollOut) : TapInterop.PollIn;

    private bool Look(TimeSpan limit)
    {
        short found = _poll.Wait(IsGone ? (short)0 : WantedEvents, limit);
        if ((found & TapInterop.PollError) != 0)
            IsGone = true;
        if ((found & TapInterop.PollOut) != 0)
            _wantsRoom = false;
        return (found & (TapInterop.PollIn | TapInterop.PollOut)) != 0;
    }
}
