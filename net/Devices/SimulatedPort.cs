using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>One port of a simulated link, as the device that its stack sees, and the way of frames towards it.</summary>
internal sealed class SimulatedPort : INetDevice
{
    public const int BufferSize = 2048;

    private const int EthernetHeaderLength = 14;

    private readonly SimulatedLink _link;
    private readonly TaskLoop _loop;
    private readonly SeededRandom _random;
    private readonly LoopSignal _signal;
    private readonly SimulatedLine _line;
    private readonly PriorityQueue<(byte[] Bytes, int Length), (Instant Arrival, long Order)> _inFlight = new();
    private LossProcess _loss;
    private long _order;
    private Instant _lastArrival = Instant.Zero;
    private bool _disposed;

    public SimulatedPort(SimulatedLink link, TaskLoop loop, int index, MacAddress address, PacketPool buffers, ulong seed)
    {
        _link = link;
        _loop = loop;
        _signal = new LoopSignal(loop);
        _random = new SeededRandom(seed);
        _line = new SimulatedLine(Counters);
        Index = index;
        Address = address;
        Buffers = buffers;
    }

    public int Index { get; }

    public MacAddress Address { get; }

    public int Mtu => 1500;

    /// <summary>None: a link carries frames as they are, so that faults meet what a wire would carry.</summary>
    public NetDeviceFeatures Features => NetDeviceFeatures.None;

    public PacketPool Buffers { get; }

    /// <summary>Of this direction alone; null: the link's.</summary>
    public LinkOptions? Options { get; set; }

    public LinkCounters Counters { get; } = new();

    public Instant NextArrival => _inFlight.TryPeek(out _, out var key) ? key.Arrival : Instant.Never;

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
    {
        frame = null;
        while (!_disposed && NextArrival <= _loop.Now)
        {
            var (bytes, length) = _inFlight.Dequeue();
            if (Buffers.TryRent(0, out frame))
                bytes.AsSpan(0, length).CopyTo(frame.Append(length));
            else
                Counters.NoBuffer++;
            _link.Recycle(bytes);
            if (frame is null)
                continue;
            Counters.Delivered++;
            return true;
        }

        return false;
    }

    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        if (_disposed)
            return TransmitStatus.Down;
        if (frame.Next is not null || frame.Length > Mtu + EthernetHeaderLength)
            return TransmitStatus.TooLong;
        _link.Send(this, frame.Span);
        return TransmitStatus.Queued;
    }

    public long Count(NetDeviceCounter counter) => counter switch
    {
        NetDeviceCounter.Received => Counters.Delivered,
        NetDeviceCounter.DroppedNoBuffer => Counters.NoBuffer,
        _ => 0,
    };

    [AsyncMethodBuilder(typeof(LoopPlainMethodBuilder))]
    public async ValueTask WaitAsync(Instant deadline)
    {
        while (!_disposed && NextArrival > _loop.Now && _loop.Now < deadline)
            await _signal.WaitAsync(Instant.Min(deadline, NextArrival));
    }

    /// <summary>Unplugs the port: what is on its way is lost. A new one may be attached with the same address.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _inFlight.Clear();
        _link.Detach(this);
        Buffers.Dispose();
        _signal.Set();
    }

    internal bool IsOf(SimulatedLink link) => ReferenceEquals(link, _link);

    /// <summary>A frame sets out towards this port.</summary>
    internal void Approach(ReadOnlySpan<byte> frame)
    {
        if (_disposed)
            return;
        var options = Options ?? _link.Options;
        Counters.Sent++;
        if (_inFlight.Count >= options.InFlightLimit || !_line.TryPass(frame.Length, options, _loop.Now, out var passed))
        {
            Counters.QueueDropped++;
            return;
        }

        if (_loss.TakesNext(options.Loss, options.Burst, _random))
        {
            Counters.Lost++;
            return;
        }

        Travel(frame, options, passed);
        if (_random.Chance(options.Duplicate))
        {
            Counters.Sent++;
            Counters.Duplicated++;
            Travel(frame, options, passed);
        }
    }

    private void Travel(ReadOnlySpan<byte> frame, LinkOptions options, Instant passed)
    {
        byte[] bytes = _link.TakeSpare();
        frame.CopyTo(bytes);
        if (_random.Chance(options.Corrupt))
        {
            Counters.Corrupted++;
            int bit = _random.Below(frame.Length * 8);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        // Jitter lets nobody overtake; a frame that is to be late does not hold up those behind it.
        _lastArrival = Instant.Max(_lastArrival, passed + options.Delay + _random.Within(options.Jitter));
        var arrival = _lastArrival;
        if (_random.Chance(options.Reorder))
        {
            Counters.Reordered++;
            arrival += options.ReorderDelay;
        }

        _inFlight.Enqueue((bytes, frame.Length), (arrival, _order++));
        _signal.Set();
    }
}
