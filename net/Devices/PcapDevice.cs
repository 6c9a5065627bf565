using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>Records every frame that passes a device, with the clock's time; frames that the device refused are not recorded.</summary>
/// <remarks>As other captures on a host do, it sees what went to the device: before the device finished checksums and cut segments, after it put segments together.</remarks>
public sealed class PcapDevice : INetDevice
{
    private readonly INetDevice _inner;
    private readonly PcapngWriter _writer;
    private readonly IClock _clock;
    private readonly int _interface;
    private readonly long _startNanoseconds;

    /// <param name="inner">Disposed with this device.</param>
    /// <param name="writer">May be shared by several devices of one loop.</param>
    /// <param name="clock">Gives the times.</param>
    /// <param name="name">Of the interface in the capture.</param>
    public PcapDevice(INetDevice inner, PcapngWriter writer, IClock clock, string name)
    {
        _inner = inner;
        _writer = writer;
        _clock = clock;
        _interface = writer.AddInterface(name);
        _startNanoseconds = ((clock.UtcNow - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick) - clock.Now.Nanoseconds;
    }

    public MacAddress Address => _inner.Address;

    public int Mtu => _inner.Mtu;

    public NetDeviceFeatures Features => _inner.Features;

    public int SegmentationLimit => _inner.SegmentationLimit;

    public PacketPool Buffers => _inner.Buffers;

    public long Count(NetDeviceCounter counter) => _inner.Count(counter);

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
    {
        if (!_inner.TryReceive(out frame))
            return false;
        Record(FrameDirection.Inbound, frame);
        return true;
    }

    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        var status = _inner.TryTransmit(frame);
        if (status == TransmitStatus.Queued)
            Record(FrameDirection.Outbound, frame);
        return status;
    }

    public ValueTask WaitAsync(Instant deadline) => _inner.WaitAsync(deadline);

    public void Dispose() => _inner.Dispose();

    private void Record(FrameDirection direction, PacketBuffer frame) =>
        _writer.Write(_interface, _startNanoseconds + _clock.Now.Nanoseconds, direction, frame);
}
