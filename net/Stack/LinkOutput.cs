using System.Diagnostics.CodeAnalysis;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Net.Stack;

/// <summary>The way out: puts the Ethernet header in front and hands frames to the device.</summary>
internal sealed class LinkOutput(INetDevice device, NetCounters counters)
{
    /// <summary>Bytes kept free in front of a payload: the largest headers of this stack and room for the device's own.</summary>
    public const int Headroom = 128;

    public MacAddress Address => device.Address;

    /// <summary>The largest IPv4 packet, bytes.</summary>
    public int Mtu => device.Mtu;

    public NetDeviceFeatures Features => device.Features;

    /// <summary>The largest IPv4 packet that the device cuts into segments, bytes; not above what the header can say.</summary>
    public int SegmentationLimit => Math.Min(device.SegmentationLimit, ushort.MaxValue);

    /// <summary>An empty buffer with <see cref="Headroom"/> in front of its window; the caller owns the one reference.</summary>
    public bool TryRent([NotNullWhen(true)] out PacketBuffer? buffer)
    {
        if (device.Buffers.TryRent(Headroom, out buffer))
            return true;
        counters.Increment(NetCounter.LinkNoBuffer);
        return false;
    }

    /// <summary>Sends what is in the window; takes over the caller's reference, whatever the answer.</summary>
    public SendStatus Send(PacketBuffer packet, MacAddress destination, EtherType type)
    {
        new EthernetRepr(destination, device.Address, type).Emit(packet.Prepend(EthernetRepr.Length));
        var status = device.TryTransmit(packet);
        packet.Release();
        switch (status)
        {
            case TransmitStatus.Queued:
                counters.Increment(NetCounter.LinkTransmitted);
                return SendStatus.Sent;
            case TransmitStatus.Full:
                counters.Increment(NetCounter.LinkTransmitFull);
                return SendStatus.QueueFull;
            case TransmitStatus.TooLong:
                counters.Increment(NetCounter.LinkTransmitTooLong);
                return SendStatus.TooLong;
            default:
                counters.Increment(NetCounter.LinkTransmitDown);
                return SendStatus.DeviceDown;
        }
    }
}
