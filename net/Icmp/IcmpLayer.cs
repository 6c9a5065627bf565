using DSoftBus.Net.Ip;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Icmp;

/// <summary>ICMP (RFC 792): answers echo requests, sends its own and matches their replies, hands errors to the protocol they are about.</summary>
public sealed class IcmpLayer : ITransportHandler
{
    private readonly LinkOutput _link;
    private readonly Ipv4Layer _ip;
    private readonly NetCounters _counters;
    private readonly EchoRequest[] _requests;
    private uint _nextId = 1;

    internal IcmpLayer(LinkOutput link, Ipv4Layer ip, NetStackOptions options, NetCounters counters)
    {
        _link = link;
        _ip = ip;
        _counters = counters;
        _requests = new EchoRequest[options.EchoCapacity];
    }

    public IpProtocol Protocol => IpProtocol.Icmp;

    /// <summary>The earliest deadline of a pending echo request.</summary>
    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Never;
            foreach (ref readonly var request in _requests.AsSpan())
            {
                if (request.State == EchoState.Pending)
                    next = Instant.Min(next, request.Deadline);
            }

            return next;
        }
    }

    /// <summary>Sends an echo request with <paramref name="payloadLength"/> zero bytes. Poll <see cref="Check"/> with <paramref name="id"/> until it is not pending.</summary>
    /// <param name="destination">One host.</param>
    /// <param name="identifier">Goes on the wire.</param>
    /// <param name="sequence">Goes on the wire.</param>
    /// <param name="payloadLength">Bytes, bounded by the MTU.</param>
    /// <param name="deadline">When it counts as lost.</param>
    /// <param name="now">The time.</param>
    /// <param name="id">Never zero when the answer is <see cref="SendStatus.Sent"/>.</param>
    /// <returns><see cref="SendStatus.QueueFull"/> also when the table of pending requests is full.</returns>
    public SendStatus TryPing(Ipv4Address destination, ushort identifier, ushort sequence, int payloadLength, Instant deadline, Instant now, out uint id)
    {
        id = 0;
        int slot = Array.FindIndex(_requests, static request => request.State == EchoState.Unknown);
        if (slot < 0)
            return SendStatus.QueueFull;
        var repr = new IcmpEchoRepr(IsReply: false, identifier, sequence, payloadLength);
        if (repr.Length + Ipv4View.MinimumHeaderLength > _link.Mtu)
            return SendStatus.TooLong;
        if (!_link.TryRent(out var buffer))
            return SendStatus.NoBuffer;
        var message = buffer.Append(repr.Length);
        message.Clear();
        repr.Emit(message);
        _requests[slot] = new EchoRequest
        {
            State = EchoState.Pending,
            Id = _nextId,
            Destination = destination,
            Identifier = identifier,
            Sequence = sequence,
            SentAt = now,
            Deadline = deadline,
        };
        var status = _ip.Send(buffer, destination, IpProtocol.Icmp, default, now);
        if (status != SendStatus.Sent)
        {
            _requests[slot] = default;
            return status;
        }

        id = _nextId;
        _nextId = _nextId == uint.MaxValue ? 1 : _nextId + 1;
        return SendStatus.Sent;
    }

    /// <summary>How a request stands; any answer but <see cref="EchoState.Pending"/> frees its place.</summary>
    public EchoResult Check(uint id)
    {
        foreach (ref var request in _requests.AsSpan())
        {
            if (request.State == EchoState.Unknown || request.Id != id)
                continue;
            var result = new EchoResult(request.State, request.RoundTrip);
            if (request.State != EchoState.Pending)
                request = default;
            return result;
        }

        return default;
    }

    /// <summary>Gives up a request.</summary>
    public void Cancel(uint id)
    {
        foreach (ref var request in _requests.AsSpan())
        {
            if (request.Id == id)
                request = default;
        }
    }

    public void Poll(Instant now)
    {
        foreach (ref var request in _requests.AsSpan())
        {
            if (request.State == EchoState.Pending && now >= request.Deadline)
                request.State = EchoState.TimedOut;
        }
    }

    public void OnPacket(in Ipv4PacketInfo packet, PacketBuffer payload, Instant now)
    {
        _counters.Increment(NetCounter.IcmpReceived);
        if (packet.Cast == Ipv4Cast.Unconfigured || IcmpView.TryParse(payload.Span, out var view) != WireError.None)
        {
            _counters.Increment(NetCounter.IcmpMalformed);
            return;
        }

        if (!view.IsChecksumValid)
        {
            _counters.Increment(NetCounter.IcmpBadChecksum);
            return;
        }

        if (view.Type == IcmpType.EchoRequest)
            OnRequest(packet, view, payload, now);
        else if (view.Type == IcmpType.EchoReply)
            OnReply(packet, view, now);
        else if (view.IsError)
            OnErrorMessage(packet, view, now);
        else
            _counters.Increment(NetCounter.IcmpUnknownType);
    }

    public void OnError(in IcmpErrorInfo error, ReadOnlySpan<byte> transport, Instant now)
    {
        if (IcmpView.TryParse(transport, out var view) != WireError.None || view.Type != IcmpType.EchoRequest)
            return;
        foreach (ref var request in _requests.AsSpan())
        {
            if (request.Matches(error.Destination, view))
                request.State = EchoState.Unreachable;
        }
    }

    public void OnInterfaceChanged(in InterfaceState state, Instant now)
    {
    }

    private void OnRequest(in Ipv4PacketInfo packet, IcmpView view, PacketBuffer payload, Instant now)
    {
        // RFC 1122 section 3.2.2.6: a request to a broadcast or group address may be discarded; answering is an amplifier.
        if (packet.Cast != Ipv4Cast.Unicast)
        {
            _counters.Increment(NetCounter.IcmpBroadcastIgnored);
            return;
        }

        // RFC 1122 section 3.2.2.6: all data of the request come back, in as many pieces as it takes.
        var repr = IcmpEchoRepr.From(view) with { IsReply = true };
        if (repr.Length + Ipv4View.MinimumHeaderLength > _link.Mtu)
        {
            repr.Emit(payload.Span);
            if (_ip.SendInPieces(payload.Span, packet.Source, IpProtocol.Icmp, now) == SendStatus.Sent)
                _counters.Increment(NetCounter.IcmpEchoRepliesSent);
            return;
        }

        if (!_link.TryRent(out var buffer))
            return;
        var message = buffer.Append(repr.Length);
        view.Payload.CopyTo(message[IcmpView.HeaderLength..]);
        repr.Emit(message);
        if (_ip.Send(buffer, packet.Source, IpProtocol.Icmp, default, now) == SendStatus.Sent)
            _counters.Increment(NetCounter.IcmpEchoRepliesSent);
    }

    private void OnReply(in Ipv4PacketInfo packet, IcmpView view, Instant now)
    {
        foreach (ref var request in _requests.AsSpan())
        {
            if (!request.Matches(packet.Source, view))
                continue;
            request.State = EchoState.Replied;
            request.RoundTrip = now - request.SentAt;
            return;
        }

        _counters.Increment(NetCounter.IcmpEchoUnmatched);
    }

    private void OnErrorMessage(in Ipv4PacketInfo packet, IcmpView view, Instant now)
    {
        _counters.Increment(NetCounter.IcmpErrorsReceived);
        if (!QuotedPacket.TryParse(view.Payload, out var quoted))
        {
            _counters.Increment(NetCounter.IcmpMalformed);
            return;
        }

        bool tooBig = view.Type == IcmpType.DestinationUnreachable && view.Code == (byte)IcmpUnreachableCode.FragmentationNeeded;
        var error = new IcmpErrorInfo(view.Type, view.Code, tooBig ? view.NextHopMtu : (ushort)0, packet.Source, quoted.Source, quoted.Destination);
        if (_ip.IsLocal(quoted.Source))
            _ip.Handler(quoted.Protocol)?.OnError(error, quoted.Transport, now);
    }
}
