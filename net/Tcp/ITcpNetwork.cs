using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Net.Tcp;

/// <summary>What TCP needs of the layer below (RFC 9293 section 3.9.2).</summary>
public interface ITcpNetwork
{
    /// <summary>Where segments are written; the device can reach these buffers.</summary>
    PacketPool Buffers { get; }

    /// <summary>Octets that the layers below write in front of a segment; the TCP header is not counted.</summary>
    int Headroom { get; }

    /// <summary>Largest IP packet towards <paramref name="destination"/>, octets.</summary>
    int MtuTowards(Ipv4Address destination);

    /// <summary>Whether a device finishes the checksum of segments to <paramref name="destination"/>: they are then given to <see cref="Send"/> with <see cref="PacketBuffer.Offload"/> filled in.</summary>
    bool FillsChecksum(Ipv4Address destination) => false;

    /// <summary>Largest IP packet towards <paramref name="destination"/> that a device cuts into segments, octets; 0: none does.</summary>
    int SegmentationLimit(Ipv4Address destination) => 0;

    /// <summary>The source address that routing picks (RFC 9293 section 3.9.2.3); false when there is no route or no address.</summary>
    bool TryGetSource(Ipv4Address destination, out Ipv4Address source);

    /// <summary>Whether the address is one of ours and not broadcast or multicast: TCP answers nobody else (RFC 9293 section 3.9.2.3).</summary>
    bool IsOwn(Ipv4Address address);

    /// <summary>
    /// Sends the window of <paramref name="segment"/> and of its chain: a whole TCP segment with its checksum, or one for a device to finish. The layer takes references of its own while
    /// the packet is on its way and gives them up before the buffer may change; the caller keeps the one it has. A segment to an own
    /// address is delivered later, never from inside this call.
    /// </summary>
    TransmitStatus Send(PacketBuffer segment, Ipv4Address source, Ipv4Address destination);
}
