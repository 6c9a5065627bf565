using System.Diagnostics.CodeAnalysis;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Udp;

/// <summary>A bound UDP port with a bounded queue of received datagrams. Nothing in it waits; look at <see cref="IsReadable"/> after a poll.</summary>
public sealed class UdpSocket
{
    private readonly UdpLayer _layer;
    private readonly Datagram[] _queue;
    private int _first;
    private int _count;

    internal UdpSocket(UdpLayer layer, Ipv4Address address, ushort port, bool sharesPort, int queueCapacity, int groupCapacity)
    {
        _layer = layer;
        LocalAddress = address;
        LocalPort = port;
        SharesPort = sharesPort;
        _queue = new Datagram[queueCapacity];
        Groups = new Ipv4Address[groupCapacity];
    }

    /// <summary>0.0.0.0: everything to the port.</summary>
    public Ipv4Address LocalAddress { get; }

    public ushort LocalPort { get; }

    /// <summary>Others may bind the port too; groups are then heard by all of them, other datagrams by the first that bound it.</summary>
    public bool SharesPort { get; }

    public bool IsReadable => _count > 0;

    public bool IsClosed { get; private set; }

    internal Ipv4Address[] Groups { get; }

    internal int GroupCount { get; set; }

    /// <summary>Sends a copy of <paramref name="payload"/>.</summary>
    public SendStatus SendTo(UdpEndpoint destination, ReadOnlySpan<byte> payload, Instant now)
    {
        if (IsClosed)
            return SendStatus.NoAddress;
        return _layer.Send(this, destination, payload, now);
    }

    /// <summary>Sends the window of a buffer that came from the device's pool with enough headroom; takes over the caller's reference, whatever the answer.</summary>
    public SendStatus SendTo(UdpEndpoint destination, PacketBuffer payload, Instant now)
    {
        if (!IsClosed)
            return _layer.Send(this, destination, payload, now);
        payload.Release();
        return SendStatus.NoAddress;
    }

    /// <summary>Takes the oldest datagram and copies it. False: there is none.</summary>
    public bool TryReceive(Span<byte> destination, out UdpReceived received)
    {
        if (!TryTake(out var buffer, out received))
            return false;
        int copied = Math.Min(destination.Length, buffer.Length);
        buffer.Span[..copied].CopyTo(destination);
        received = received with { Copied = copied };
        if (copied < buffer.Length)
            _layer.CountTruncated();
        buffer.Release();
        return true;
    }

    /// <summary>Takes the oldest datagram without copying. The caller owns one reference; a datagram to a group may have other owners, so its window and bytes are only read.</summary>
    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? buffer, out UdpReceived received) => TryTake(out buffer, out received);

    /// <summary>Hears a group from now on; the first socket of the host to do so makes the interface report it (RFC 2236). False: not a group, or a table is full.</summary>
    public bool Join(Ipv4Address group, Instant now) => !IsClosed && _layer.Join(this, group, now);

    /// <summary>No longer hears a group. False: it did not.</summary>
    public bool Leave(Ipv4Address group, Instant now) => _layer.Leave(this, group, now);

    public bool IsJoined(Ipv4Address group) => Groups.AsSpan(0, GroupCount).Contains(group);

    /// <summary>Leaves its groups, drops what waits, frees the port. A second call does nothing.</summary>
    public void Close(Instant now)
    {
        if (IsClosed)
            return;
        while (GroupCount > 0)
            _layer.Leave(this, Groups[0], now);
        IsClosed = true;
        while (TryTake(out var buffer, out _))
            buffer.Release();
        _layer.Remove(this);
    }

    /// <summary>Adds a reference to a datagram's buffer. False: the queue is full.</summary>
    internal bool TryEnqueue(PacketBuffer payload, UdpEndpoint from, Ipv4Address to)
    {
        if (_count == _queue.Length)
            return false;
        payload.AddReference();
        _queue[(_first + _count++) % _queue.Length] = new Datagram(payload, from, to);
        return true;
    }

    private bool TryTake([NotNullWhen(true)] out PacketBuffer? buffer, out UdpReceived received)
    {
        buffer = null;
        received = default;
        if (_count == 0)
            return false;
        ref var datagram = ref _queue[_first];
        buffer = datagram.Payload;
        received = new UdpReceived(datagram.From, datagram.To, buffer.Length, buffer.Length);
        datagram = default;
        _first = (_first + 1) % _queue.Length;
        _count--;
        _layer.OnTaken();
        return true;
    }

    private readonly record struct Datagram(PacketBuffer Payload, UdpEndpoint From, Ipv4Address To);
}
