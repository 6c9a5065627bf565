using System.Diagnostics.CodeAnalysis;
using DSoftBus.Net.Tcp.Opening;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>All TCP of one stack: demultiplexing, opens, timers (RFC 9293, RFC 1122 section 4.2). Tables are bounded by <see cref="TcpSettings"/>.</summary>
/// <remarks>
/// Nothing here reads a clock or calls back into the user beyond the readiness notes. The owner calls <see cref="OnSegment"/> for every
/// TCP packet to an own address and <see cref="Poll"/> at <see cref="NextDeadline"/> and when the device has transmit space again.
/// </remarks>
public sealed partial class TcpLayer
{
    private readonly Dictionary<TcpKey, TcpConnection> _connections;
    private TcpConnection? _latest; // Segments come in runs to one connection.
    private readonly Dictionary<(Ipv4Address Address, ushort Port), TcpListener> _listeners = [];
    private readonly Queue<TcpConnection> _blocked = new();
    private readonly Queue<TcpConnection> _starved = new();
    private readonly List<TcpConnection> _deferred = [];

    /// <param name="network">Where segments go.</param>
    /// <param name="entropy">Ports, cookies, and the key of the numbers.</param>
    /// <param name="settings">Sizes, bounds and times.</param>
    /// <param name="numbers">Initial sequence numbers; null: <see cref="KeyedNumbers"/>.</param>
    public TcpLayer(ITcpNetwork network, IEntropy entropy, TcpSettings? settings = null, IInitialNumbers? numbers = null)
    {
        Network = network;
        Settings = settings ?? new TcpSettings();
        _numbers = numbers ?? new KeyedNumbers(entropy);
        _connections = new Dictionary<TcpKey, TcpConnection>(new TcpKeyComparer(entropy.For(RandomPurpose.TcpTable)));
        _ports = entropy.For(RandomPurpose.TcpPort);
        _cookies = new SynCookies(entropy.For(RandomPurpose.TcpCookie));
        Budget = new SendBudget(Math.Min(Settings.SendBuffersOfAll, Math.Max(network.Buffers.Capacity / 2, 1)));
        Rings = new ByteRingPool(Settings.ReceiveBuffer, Settings.ReceiveBuffersOfAll);
        Challenges = new ChallengeLimiter(Settings.ChallengesPerSecond, entropy.For(RandomPurpose.TcpChallenge));
    }

    public TcpSettings Settings { get; }

    public TcpCounters Counters { get; } = new();

    /// <summary>Connections in the table, TIME-WAIT included.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>When <see cref="Poll"/> has something to do; <see cref="Instant.Never"/> when no timer runs.</summary>
    public Instant NextDeadline => Timers.Next;

    internal ITcpNetwork Network { get; }

    internal SendBudget Budget { get; }

    internal ByteRingPool Rings { get; }

    /// <summary>Whether a write could take a packet buffer now.</summary>
    internal bool HasSendBuffers => !Budget.IsExhausted && Network.Buffers.Available > 0;

    internal ChallengeLimiter Challenges { get; }

    internal DeadlineHeap Timers { get; } = new();

    /// <summary>Whether a batch of segments is being taken: output that can wait is sent at its end.</summary>
    internal bool InBatch { get; private set; }

    /// <summary>Active open (RFC 9293 section 3.10.1) from a port of the stream <c>tcp-port</c> (RFC 6056 algorithm 1). The SYN leaves at once; readiness Writable tells the outcome.</summary>
    public TcpOpenStatus Connect(Ipv4Address remote, ushort remotePort, Instant now, out TcpConnection? connection)
    {
        connection = null;
        if (!remote.IsUsableHost || remotePort == 0 || !Network.TryGetSource(remote, out var local))
            return TcpOpenStatus.Unreachable;
        if (!MakeRoom())
            return TcpOpenStatus.Limit;
        if (!TryPickPort(local, remote, remotePort, out var key))
            return TcpOpenStatus.AddressInUse;
        connection = Add(key, TcpState.SynSent, null, now);
        Counters.Add(TcpCounter.ConnectionsOpened);
        connection.SendSyn(now);
        return TcpOpenStatus.Ok;
    }

    /// <summary>Passive open (RFC 9293 section 3.10.1).</summary>
    /// <param name="address">Own address, or any.</param>
    /// <param name="port">Not 0.</param>
    /// <param name="backlog">Connections that wait at most, cut to 1..<see cref="TcpSettings.MaximumBacklog"/>.</param>
    /// <param name="listener">To be closed by the caller.</param>
    public TcpOpenStatus Listen(Ipv4Address address, ushort port, int backlog, out TcpListener? listener)
    {
        listener = null;
        if (port == 0 || (!address.IsAny && !Network.IsOwn(address)))
            return TcpOpenStatus.Unreachable;
        if (_listeners.Count >= Settings.MaximumListeners)
            return TcpOpenStatus.Limit;
        if (_listeners.ContainsKey((address, port)))
            return TcpOpenStatus.AddressInUse;
        listener = new TcpListener(this, address, port, Math.Clamp(backlog, 1, Settings.MaximumBacklog));
        _listeners.Add((address, port), listener);
        return TcpOpenStatus.Ok;
    }

    /// <summary>A TCP packet arrived: header and text as they came out of IP, which checked that <paramref name="destination"/> is ours.</summary>
    /// <param name="bytes">With a segment size when a device put several segments together.</param>
    /// <param name="source">From the IP header.</param>
    /// <param name="destination">From the IP header.</param>
    /// <param name="checksumVerified">The device has looked, or the sender is on this host.</param>
    /// <param name="now">The time.</param>
    public void OnSegment(SegmentText bytes, Ipv4Address source, Ipv4Address destination, bool checksumVerified, Instant now)
    {
        Counters.Add(TcpCounter.SegmentsReceived);
        if (TcpView.TryParse(bytes.First, out var view) != WireError.None)
        {
            Counters.Add(TcpCounter.BadHeader);
            return;
        }

        // RFC 9293 section 3.1 (MUST-3).
        if (!checksumVerified && !IsChecksumValid(bytes, source, destination))
        {
            Counters.Add(TcpCounter.BadChecksum);
            return;
        }

        // RFC 9293 section 3.9.2.3: a SYN or anything else from or to broadcast or multicast is dropped in silence.
        if (!source.IsUsableHost || !Network.IsOwn(destination) || view.SourcePort == 0)
        {
            Counters.Add(TcpCounter.NotForUs);
            return;
        }

        // Broken options end the reading of options; what came before them counts (RFC 9293 section 3.1, MUST-7).
        _ = TcpRepr.TryFrom(view, out var header);
        var text = bytes.Slice(view.HeaderLength);
        var segment = TcpSegment.From(header) with { TextLength = text.Length };
        var key = new TcpKey(destination, view.DestinationPort, source, view.SourcePort);
        SequenceNumber? usedBefore = null;
        if (TryFind(key, out var connection))
        {
            if (!connection.OnSegment(segment, text, now))
                return;
            usedBefore = connection.SendNext;
        }

        if (TryFindListener(key, out var listener))
            OnListening(listener, key, segment, text, usedBefore, now);
        else
            Answer(TcpState.Closed.OnSegment(segment, default), key, segment);
    }

    /// <summary>An ICMP destination unreachable quoted a segment of ours (RFC 1122 section 4.2.3.9). The caller has seen that it quotes one in flight.</summary>
    public void OnUnreachable(TcpKey key, bool hard)
    {
        if (_connections.TryGetValue(key, out var connection))
            connection.OnUnreachable(hard);
    }

    /// <summary>Whether a connection has sent that octet and waits for its acknowledgment.</summary>
    public bool IsInFlight(TcpKey key, SequenceNumber number) => _connections.TryGetValue(key, out var connection) && connection.IsInFlight(number);

    /// <summary>The path to <paramref name="remote"/> takes less than before: its connections send smaller segments (RFC 1191 section 6.4).</summary>
    public void OnPathMtuChanged(Ipv4Address remote, Instant now)
    {
        foreach (var connection in _connections.Values)
        {
            if (connection.Key.Remote == remote)
                connection.OnPathMtuChanged(now);
        }
    }

    /// <summary>
    /// The segments until <see cref="EndBatch"/> came together, as from one poll of a device: what segments in order ask for (acknowledgments, windows,
    /// text that they let out) leaves once, at the end. RFC 5681 section 4.2 asks for an ACK of every second full segment as a SHOULD, which
    /// receivers whose devices put segments together stretch alike; out of order, at a FIN and wherever the sender must know at once, nothing waits.
    /// </summary>
    public void BeginBatch() => InBatch = true;

    /// <summary>Sends what waited since <see cref="BeginBatch"/>.</summary>
    public void EndBatch(Instant now)
    {
        InBatch = false;
        foreach (var connection in _deferred)
            connection.EndBatch(now);
        _deferred.Clear();
        FeedStarved();
    }

    /// <summary>Runs the timers that are due and offers the device what it refused before.</summary>
    public void Poll(Instant now)
    {
        while (Timers.First is { } due && due.Deadline <= now)
            due.OnTimer(now);
        for (int i = _blocked.Count; i > 0; i--)
        {
            var connection = _blocked.Dequeue();
            connection.IsBlocked = false;
            connection.Output(now);
        }

        FeedStarved();
    }

    /// <summary>The stack lost this address: its connections cannot go on.</summary>
    public void OnAddressLost(Ipv4Address address)
    {
        foreach (var connection in _connections.Values.Where(connection => connection.Key.Local == address).ToArray())
            connection.Abort();
    }

    /// <summary>Largest text of a segment towards <paramref name="remote"/>: MTU less both headers (RFC 9293 section 3.7.1).</summary>
    internal int SegmentSizeTowards(Ipv4Address remote) =>
        Math.Min(Settings.MaximumSegmentSize, Network.MtuTowards(remote) - Ipv4View.MinimumHeaderLength - TcpView.MinimumHeaderLength);

    /// <summary>Sends a segment without text.</summary>
    internal void SendControl(TcpKey key, in TcpSegment segment)
    {
        if (segment.Rst)
            Counters.Add(TcpCounter.ResetsSent);
        if (!Network.Buffers.TryRent(Network.Headroom + TcpView.MinimumHeaderLength + segment.Options.Length, out var buffer))
        {
            Counters.Add(TcpCounter.NoBuffer);
            return;
        }

        Emit(key, segment, buffer);
        buffer.Release();
    }

    /// <summary>Writes the header in front of the text in <paramref name="buffer"/> and hands it to IP.</summary>
    /// <param name="key">The connection.</param>
    /// <param name="segment">What the header says.</param>
    /// <param name="buffer">Its window is the text; or it is empty, and its chain is the text of several segments.</param>
    /// <param name="segmentSize">Octets of text per segment when a device is to cut it, else 0.</param>
    internal TransmitStatus Emit(TcpKey key, in TcpSegment segment, PacketBuffer buffer, int segmentSize = 0)
    {
        var header = new TcpRepr(key.LocalPort, key.RemotePort, segment.Sequence.Value, segment.Acknowledgment.Value, segment.Flags,
            segment.Window, segment.Options, buffer.Length);
        header.Emit(buffer.Prepend(header.HeaderLength));
        if (Network.FillsChecksum(key.Remote))
        {
            TcpRepr.SeedChecksum(buffer.Span, buffer.TotalLength, key.Local, key.Remote);
            buffer.Offload = new PacketOffload { ChecksumStart = buffer.Headroom, ChecksumField = TcpRepr.ChecksumOffset, SegmentSize = segmentSize };
        }
        else
        {
            TcpRepr.FillChecksum(buffer.Span, key.Local, key.Remote);
            buffer.Offload = default;
        }

        var status = Network.Send(buffer, key.Local, key.Remote);
        Counters.Add(status == TransmitStatus.Queued ? TcpCounter.SegmentsSent : TcpCounter.TransmitFull);
        return status;
    }

    /// <summary>The connection has output that waits for the end of the batch.</summary>
    internal void Defer(TcpConnection connection) => _deferred.Add(connection);

    internal void Block(TcpConnection connection)
    {
        if (connection.IsBlocked)
            return;
        connection.IsBlocked = true;
        _blocked.Enqueue(connection);
    }

    /// <summary>The connection wants to write and could not; it is told when buffers are back.</summary>
    internal void Starve(TcpConnection connection)
    {
        if (connection.IsStarved || HasSendBuffers)
            return;
        connection.IsStarved = true;
        _starved.Enqueue(connection);
    }

    internal void FeedStarved()
    {
        while (HasSendBuffers && _starved.TryDequeue(out var connection))
        {
            connection.IsStarved = false;
            connection.NoteReadiness();
        }
    }

    internal void Remove(TcpConnection connection)
    {
        if (_latest == connection)
            _latest = null;
        _connections.Remove(connection.Key);
        connection.List?.Remove(connection);
    }

    internal void Remove(TcpListener listener)
    {
        _listeners.Remove((listener.Address, listener.Port));
        for (var connection = HalfOpen.First; connection is not null;)
        {
            var following = connection.Following;
            if (connection.Listener == listener)
                connection.Abort();
            connection = following;
        }
    }

    private void Answer(SegmentVerdict verdict, TcpKey key, in TcpSegment segment)
    {
        Counters.Add(verdict.Reason);
        if (verdict.Action == SegmentAction.Reset)
            SendControl(key, segment.ResetInAnswer());
    }

    private bool TryFind(in TcpKey key, [NotNullWhen(true)] out TcpConnection? connection)
    {
        connection = _latest;
        if (connection is not null && connection.Key == key)
            return true;
        if (!_connections.TryGetValue(key, out connection))
            return false;
        _latest = connection;
        return true;
    }

    private static bool IsChecksumValid(SegmentText bytes, Ipv4Address source, Ipv4Address destination) =>
        InternetChecksum.Finish(bytes.Accumulate(InternetChecksum.PseudoHeader(source, destination, IpProtocol.Tcp, bytes.Length))) == 0;

    private bool TryFindListener(TcpKey key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TcpListener? listener) =>
        _listeners.TryGetValue((key.Local, key.LocalPort), out listener) || _listeners.TryGetValue((Ipv4Address.Any, key.LocalPort), out listener);
}
