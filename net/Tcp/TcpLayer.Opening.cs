using DSoftBus.Net.Tcp.Opening;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>How connections begin: the listener's part of RFC 9293 section 3.10.7.2, their numbers and ports.</summary>
public sealed partial class TcpLayer
{
    private const int FirstEphemeralPort = 49152; // RFC 6335 section 6.
    private const int EphemeralPorts = 65536 - FirstEphemeralPort;
    private readonly IInitialNumbers _numbers;
    private readonly IRandomSource _ports;

    private void OnListening(TcpListener listener, TcpKey key, in TcpSegment segment, SegmentText text, SequenceNumber? usedBefore, Instant now)
    {
        var verdict = TcpState.Listen.OnSegment(segment, default);
        if (verdict.Action != SegmentAction.Open)
        {
            if (!TryOpenByCookie(listener, key, segment, text, now))
                Answer(verdict, key, segment);
            return;
        }

        // A cookie keeps the door open for honest peers. Where none is given: no answer, the peer's SYN comes again, and by then there may be room.
        bool hasRoom = !listener.IsFull && MakeRoom();
        if (!hasRoom && TrySendCookie(listener, key, segment, now))
            return;
        if (listener.IsFull)
            Counters.Add(TcpCounter.BacklogFull);
        if (!hasRoom)
            return;
        var connection = Add(key, TcpState.SynReceived, listener, now, usedBefore);
        listener.OnOpening();
        HalfOpen.Append(connection);
        connection.Synchronize(segment, now);
        connection.SendSyn(now);
    }

    // Beyond every number of the connection that the place had before (RFC 9293 section 3.6.1, MAY-2).
    private TcpConnection Add(TcpKey key, TcpState state, TcpListener? listener, Instant now, SequenceNumber? usedBefore = null)
    {
        var initial = _numbers.Sequence(key, now);
        if (usedBefore is { } used && initial <= used)
            initial = used + 1;
        return Add(key, state, listener, initial, _numbers.TimestampOffset(key));
    }

    private TcpConnection Add(TcpKey key, TcpState state, TcpListener? listener, SequenceNumber initial, uint timestampOffset)
    {
        var connection = new TcpConnection(this, key, state, initial, new TimestampClock(timestampOffset), listener);
        _connections.Add(key, connection);
        return connection;
    }

    private bool TryPickPort(Ipv4Address local, Ipv4Address remote, ushort remotePort, out TcpKey key)
    {
        int start = _ports.NextUInt16() % EphemeralPorts;
        for (int i = 0; i < EphemeralPorts; i++)
        {
            key = new TcpKey(local, (ushort)(FirstEphemeralPort + ((start + i) % EphemeralPorts)), remote, remotePort);
            if (!_connections.ContainsKey(key) && !_listeners.ContainsKey((Ipv4Address.Any, key.LocalPort)) && !_listeners.ContainsKey((local, key.LocalPort)))
                return true;
        }

        key = default;
        return false;
    }
}
