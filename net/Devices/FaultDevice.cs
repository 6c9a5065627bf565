using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>Loses, doubles, damages, reorders and delays the frames of any device, each direction by its own options and stream.</summary>
/// <remarks>
/// Frames to send are copied before they are damaged or held: their owner may keep the buffer for retransmission.
/// Checksums and segmentation are not left to the device below, so that each segment has its own fate and damage shows.
/// A received frame that a device put together from several segments has one fate.
/// </remarks>
public sealed class FaultDevice(INetDevice inner, IClock clock, FaultOptions receive, FaultOptions transmit, ulong seed) : INetDevice
{
    private readonly FaultLane _receive = new(inner.Buffers, seed), _transmit = new(inner.Buffers, ~seed);

    /// <summary>Frames lost on purpose, both directions.</summary>
    public long Lost => _receive.Lost + _transmit.Lost;

    /// <summary>May be exchanged at any time.</summary>
    public FaultOptions Receive { get; set; } = receive;

    /// <summary>May be exchanged at any time.</summary>
    public FaultOptions Transmit { get; set; } = transmit;

    public MacAddress Address => inner.Address;

    public int Mtu => inner.Mtu;

    public NetDeviceFeatures Features => inner.Features & ~(NetDeviceFeatures.TransmitChecksum | NetDeviceFeatures.TransmitSegmentation);

    public PacketPool Buffers => inner.Buffers;

    /// <summary>The inner device's: what was lost here on purpose is not among them.</summary>
    public long Count(NetDeviceCounter counter) => inner.Count(counter);

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
    {
        FlushTransmit();
        var now = clock.Now;
        while (!_receive.TryPeek(now, out frame))
        {
            if (!inner.TryReceive(out var arrived))
                return false;
            _receive.Put(arrived, isOurs: true, Receive, now);
            arrived.Release();
        }

        _receive.Take();
        return true;
    }

    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        var now = clock.Now;
        if (!FlushTransmit())
            return TransmitStatus.Full;
        _transmit.Put(frame, isOurs: false, Transmit, now);

        // What the device refuses for now waits inside and leaves when there is room.
        var status = SendDue(now);
        return status == TransmitStatus.Full ? TransmitStatus.Queued : status;
    }

    [AsyncMethodBuilder(typeof(LoopPlainMethodBuilder))]
    public async ValueTask WaitAsync(Instant deadline)
    {
        FlushTransmit();
        if (_receive.NextDue <= clock.Now)
            return;
        await inner.WaitAsync(Instant.Min(deadline, Instant.Min(_receive.NextDue, _transmit.NextDue)));
        FlushTransmit();
    }

    public void Dispose()
    {
        _receive.Clear();
        _transmit.Clear();
        inner.Dispose();
    }

    // True: nothing that is due was refused.
    private bool FlushTransmit() => SendDue(clock.Now) == TransmitStatus.Queued;

    private TransmitStatus SendDue(Instant now)
    {
        while (_transmit.TryPeek(now, out var frame))
        {
            var status = inner.TryTransmit(frame);
            if (status == TransmitStatus.Full)
                return status;
            _transmit.Take().Release();
            if (status != TransmitStatus.Queued)
                return status;
        }

        return TransmitStatus.Queued;
    }
}
