using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Devices;

/// <summary>An Ethernet device as the stack sees it. One task uses it, on the loop thread. Disposing resets the device.</summary>
public interface INetDevice : IDisposable
{
    /// <summary>Buffers in the longest chain that a device takes to send, the first with the headers among them: 64 KiB in buffers of a kilobyte.</summary>
    const int LongestChain = 65;

    MacAddress Address { get; }

    /// <summary>The largest IP packet in bytes (1500), without the Ethernet header.</summary>
    int Mtu { get; }

    NetDeviceFeatures Features { get; }

    /// <summary>The largest IP packet in bytes that <see cref="TryTransmit"/> takes for segmentation; the MTU without <see cref="NetDeviceFeatures.TransmitSegmentation"/>.</summary>
    int SegmentationLimit => Mtu;

    /// <summary>Buffers that the device can reach; frames to send come from here.</summary>
    PacketPool Buffers { get; }

    /// <summary>Takes the next received frame, Ethernet header first, without FCS. The caller owns one reference and releases it.</summary>
    /// <remarks>A chain only with <see cref="NetDeviceFeatures.ReceiveCoalescing"/>; its first buffer then holds at least all headers, unless the packet is malformed.</remarks>
    bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame);

    /// <summary>Queues the window of <paramref name="frame"/> and of its chain, if there is one (only with <see cref="NetDeviceFeatures.TransmitSegmentation"/>, at most <see cref="LongestChain"/> buffers); on <see cref="TransmitStatus.Queued"/> the device adds a reference of its own until the frame has left.</summary>
    TransmitStatus TryTransmit(PacketBuffer frame);

    /// <summary>What the device counted; nothing unless it keeps that counter.</summary>
    long Count(NetDeviceCounter counter) => 0;

    /// <summary>Resumes when a frame arrived, transmit space became free or <paramref name="deadline"/> passed. One waiter at a time.</summary>
    ValueTask WaitAsync(Instant deadline);
}
