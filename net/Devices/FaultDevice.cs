using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>Loses, doubles, damages and reorders the frames of any device, each direction by its own options and stream.</summary>
/// <remarks>Frames to send are copied before they are damaged or held: their owner may keep the buffer for retransmission.</remarks>
public sealed class FaultDevice(INetDevice inner, IClock clock, FaultOptions receive, FaultOptions transmit, ulong seed) : INetDevice
{
    private readonly SeededRandom _receiveRandom = new(seed), _transmitRandom = new(~seed);
    private PacketBuffer? _heldReceive, _heldTransmit, _next;
    private Instant _receiveUntil = Instant.Never, _transmitUntil = Instant.Never;

    /// <summary>Frames lost on purpose, both directions.</summary>
    public long Lost { get; private set; }

    /// <summary>May be exchanged at any time.</summary>
    public FaultOptions Receive { get; set; } = receive;

    /// <summary>May be exchanged at any time.</summary>
    public FaultOptions Transmit { get; set; } = transmit;

    public MacAddress Address => inner.Address;

    public int Mtu => inner.Mtu;

    public NetDeviceFeatures Features => inner.Features;

    public PacketPool Buffers => inner.Buffers;

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
    {
        FlushTransmit();
        frame = _next;
        _next = null;
        while (frame is null && inner.TryReceive(out frame))
        {
            if (_receiveRandom.Chance(Receive.Loss))
            {
                Lost++;
                frame.Release();
                frame = null;
                continue;
            }

            Damage(frame, Receive, _receiveRandom);
            if (_heldReceive is null && _receiveRandom.Chance(Receive.Reorder))
            {
                _heldReceive = frame;
                _receiveUntil = clock.Now + Receive.HoldTime;
                frame = null;
                continue;
            }

            // The held frame follows this one; a duplicate goes before it only when none is held.
            _next = _heldReceive ?? (_receiveRandom.Chance(Receive.Duplicate) ? Copy(frame) : null);
            _heldReceive = null;
        }

        if (frame is null && _heldReceive is not null && clock.Now >= _receiveUntil)
        {
            frame = _heldReceive;
            _heldReceive = null;
        }

        return frame is not null;
    }

    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        if (_transmitRandom.Chance(Transmit.Loss))
        {
            Lost++;
            return TransmitStatus.Queued;
        }

        bool corrupt = _transmitRandom.Chance(Transmit.Corrupt);
        bool hold = _heldTransmit is null && _transmitRandom.Chance(Transmit.Reorder);
        if ((corrupt || hold) && Copy(frame) is { } copy)
        {
            if (corrupt)
                FlipBit(copy, _transmitRandom);
            if (hold)
            {
                _heldTransmit = copy;
                _transmitUntil = clock.Now + Transmit.HoldTime;
                return TransmitStatus.Queued;
            }

            var copied = inner.TryTransmit(copy);
            copy.Release();
            return copied;
        }

        var status = inner.TryTransmit(frame);
        if (status == TransmitStatus.Queued && _transmitRandom.Chance(Transmit.Duplicate))
            inner.TryTransmit(frame);
        if (_heldTransmit is not null)
            SendHeld();
        return status;
    }

    public async ValueTask WaitAsync(Instant deadline)
    {
        FlushTransmit();
        if (_next is not null)
            return;
        if (_heldTransmit is not null)
            deadline = Instant.Min(deadline, _transmitUntil);
        if (_heldReceive is not null)
            deadline = Instant.Min(deadline, _receiveUntil);
        await inner.WaitAsync(deadline);
        FlushTransmit();
    }

    public void Dispose()
    {
        _heldReceive?.Release();
        _heldTransmit?.Release();
        _next?.Release();
        _heldReceive = _heldTransmit = _next = null;
        inner.Dispose();
    }

    private void FlushTransmit()
    {
        if (_heldTransmit is not null && clock.Now >= _transmitUntil)
            SendHeld();
    }

    private void SendHeld()
    {
        inner.TryTransmit(_heldTransmit!);
        _heldTransmit!.Release();
        _heldTransmit = null;
    }

    private PacketBuffer? Copy(PacketBuffer frame)
    {
        if (!inner.Buffers.TryRent(frame.Headroom, out var copy))
            return null;
        frame.Span.CopyTo(copy.Append(frame.Length));
        return copy;
    }

    private static void Damage(PacketBuffer frame, FaultOptions options, SeededRandom random)
    {
        if (random.Chance(options.Corrupt))
            FlipBit(frame, random);
    }

    private static void FlipBit(PacketBuffer frame, SeededRandom random)
    {
        int bit = random.Below(frame.Length * 8);
        frame.Span[bit / 8] ^= (byte)(1 << (bit % 8));
    }
}
