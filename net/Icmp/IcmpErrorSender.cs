using DSoftBus.Net.Ip;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Icmp;

/// <summary>Reports undeliverable packets to their sender, at a bounded rate and never about the things of RFC 1122 section 3.2.2.</summary>
internal sealed class IcmpErrorSender(LinkOutput link, Ipv4Layer ip, NetStackOptions options, NetCounters counters)
{
    private readonly TokenBucket _tokens = new(options.IcmpErrorsPerSecond, options.IcmpErrorBurst);

    /// <summary>Code of time exceeded: fragments did not all come in time (RFC 792 page 6).</summary>
    public const byte ReassemblyTimeExceeded = 1;

    /// <summary>Sends destination unreachable about a received packet, as <see cref="TrySend"/>.</summary>
    public bool TrySendUnreachable(IcmpUnreachableCode code, in Ipv4PacketInfo packet, PacketBuffer payload, Instant now) =>
        TrySend(IcmpType.DestinationUnreachable, (byte)code, packet, payload, now);

    /// <summary>Sends an error about a received packet, whose window is its payload. False: not allowed, limited, or no buffer.</summary>
    public bool TrySend(IcmpType type, byte code, in Ipv4PacketInfo packet, PacketBuffer payload, Instant now)
    {
        // RFC 1122 section 3.2.2: never about a broadcast or multicast, nor about a source that is not one host.
        if (packet.Cast != Ipv4Cast.Unicast || !packet.Source.IsUsableHost)
            return false;
        if (!_tokens.TryTake(now))
        {
            counters.Increment(NetCounter.IcmpErrorsLimited);
            return false;
        }

        if (!link.TryRent(out var buffer))
            return false;

        // The header lies right before the payload's window.
        int offset = payload.Headroom, length = payload.Length;
        payload.SetWindow(offset - packet.HeaderLength, packet.HeaderLength + length);
        var quoted = payload.Span[..Math.Min(payload.Length, IcmpErrorRepr.MaximumOriginalLength)];
        var repr = new IcmpErrorRepr(type, code, 0, quoted.Length);
        var message = buffer.Append(repr.Length);
        quoted.CopyTo(message[IcmpView.HeaderLength..]);
        repr.Emit(message);
        payload.SetWindow(offset, length);
        counters.Increment(NetCounter.IcmpErrorsSent);
        return ip.Send(buffer, packet.Source, IpProtocol.Icmp, default, now) == SendStatus.Sent;
    }
}
