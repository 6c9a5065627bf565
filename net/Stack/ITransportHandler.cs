using DSoftBus.Net.Icmp;
using DSoftBus.Net.Ip;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Stack;

/// <summary>
/// A protocol above IPv4, one per protocol number: <see cref="NetStack.Register"/>. All calls come from the loop; nothing in a
/// handler may wait. The clock is always a parameter.
/// </summary>
public interface ITransportHandler
{
    IpProtocol Protocol { get; }

    /// <summary>When <see cref="Poll"/> is wanted next; <see cref="Instant.Never"/>: not before a packet comes.</summary>
    Instant NextDeadline { get; }

    /// <summary>Called when <see cref="NextDeadline"/> has come, after the packets of this poll.</summary>
    void Poll(Instant now);

    /// <summary>
    /// A packet to this host. The window of <paramref name="payload"/> is exactly the IP payload (header, options and link padding
    /// are outside of it); TCP's may go on in the windows of a chain. The reference is the caller's: to keep the buffer beyond the call, add one.
    /// </summary>
    void OnPacket(in Ipv4PacketInfo packet, PacketBuffer payload, Instant now);

    /// <summary>An ICMP error came, or a neighbour could not be resolved, about a packet that this host sent.</summary>
    /// <param name="error">What and about which packet.</param>
    /// <param name="transport">First bytes of that packet's payload as quoted, possibly none; ports lie in the first four.</param>
    /// <param name="now">The time.</param>
    void OnError(in IcmpErrorInfo error, ReadOnlySpan<byte> transport, Instant now);

    /// <summary>The address came, changed or went (then <see cref="InterfaceState.HasAddress"/> is false).</summary>
    void OnInterfaceChanged(in InterfaceState state, Instant now);
}
