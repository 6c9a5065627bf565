using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>One port of a simulated link, as the device that its stack sees.</summary>
internal sealed class SimulatedPort(SimulatedLink link, TaskLoop loop, int index, MacAddress address, PacketPool buffers) : INetDevice
{
    public const int BufferSize = 2048;

    private const int EthernetHeaderLength = 14;

    /// <summary>Preamble, check sequence and gap, which take line time too (IEEE 802.3 clause 3 and 4.4.2).</summary>
    private const int LineOverhead = 24;

    private readonly LoopSignal _signal = new(loop);
    private readonly PriorityQueue<(byte[] Bytes, int Length), (Instant Arrival, long Order)> _inFlight = new();
    private long _order;
    private Instant _lineFreeAt = Instant.Zero;
    private bool _disposed;

    public int Index => index;

    public int InFlight => _inFlight.Count;

    public MacAddress Address => address;

    public int Mtu => 1500;

    public NetDeviceFeatures Features => NetDeviceFeatures.None;

    public PacketPool Buffers => buffers;

    public Instant NextArrival => _inFlight.TryPeek(out _, out var key) ? key.Arrival : Instant.Never;

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
    {
        frame = null;
        while (!_disposed && NextArrival <= loop.Now)
        {
            var (bytes, length) = _inFlight.Dequeue();
            if (buffers.TryRent(0, out frame))
                bytes.AsSpan(0, length).CopyTo(frame.Append(length));
            else
                link.CountDrop();
            link.Recycle(bytes);
            if (frame is not null)
                return true;
        }

        return false;
    }

    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        if (_disposed)
            return TransmitStatus.Down;
        if (frame.Length > Mtu + EthernetHeaderLength)
            return TransmitStatus.TooLong;
        link.Send(this, frame.Span);
        return TransmitStatus.Queued;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WaitAsync(Instant deadline)
    {
        while (!_disposed && NextArrival > loop.Now && loop.Now < deadline)
            await _signal.WaitAsync(Instant.Min(deadline, NextArrival));
    }

    /// <summary>Unplugs the port: what is on its way is lost. A new one may be attached with the same address.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _inFlight.Clear();
        link.Detach(this);
        buffers.Dispose();
        _signal.Set();
    }

    /// <summary>When the last bit of a frame that starts now, or when the line is free, has passed.</summary>
    internal Instant Transmission(int length, long bitsPerSecond)
    {
        var start = Instant.Max(_lineFreeAt, loop.Now);
        if (bitsPerSecond > 0)
            start = new Instant(start.Nanoseconds + ((length + LineOverhead) * 8L * 1_000_000_000 / bitsPerSecond));
        _lineFreeAt = start;
        return start;
    }

    internal void Accept(byte[] bytes, int length, Instant arrival)
    {
        _inFlight.Enqueue((bytes, length), (arrival, _order++));
        _signal.Set();
    }
}
