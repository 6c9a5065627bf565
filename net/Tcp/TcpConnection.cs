using DSoftBus.Net.Tcp.Congestion;
using DSoftBus.Net.Tcp.Recovery;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>
/// One connection: the transmission control block of RFC 9293 section 3.3.1 with its queues and timers. States decide
/// (<see cref="TcpState"/>), this class applies. Made by <see cref="TcpLayer"/>; used on the loop thread; never calls back from inside a call.
/// </summary>
/// <remarks>Parts: this file holds the block and the user calls, <c>.Receive</c> segment arrival, <c>.Acknowledge</c> what an ACK changes,
/// <c>.Sack</c> and <c>.TailProbe</c> loss detection with SACK, <c>.Send</c> output, <c>.Timers</c>,
/// <c>.KeepAlive</c> and <c>.UserTimeout</c> the timeouts, <c>.Answers</c> what is said to segments that do not belong.</remarks>
public sealed partial class TcpConnection
{
    private readonly TcpLayer _layer;
    private readonly TcpSettings _settings;
    private readonly SendQueue _queue;
    private readonly ReceiveBuffer _received;
    private readonly RoundTripEstimator _roundTrip;
    private readonly ICongestionControl _congestion;
    private TimestampClock _timestamps;
    private TcpState _state;
    private TcpReadiness _announced;
    private bool _released;
    private bool _closeWhenEstablished;

    internal TcpConnection(TcpLayer layer, TcpKey key, TcpState state, SequenceNumber initialSequence, TimestampClock timestamps, TcpListener? listener)
    {
        _layer = layer;
        _settings = layer.Settings;
        _state = state;
        Key = key;
        Listener = listener;
        Nagle = _settings.Nagle;
        (KeepAliveIdle, KeepAliveInterval, KeepAliveProbes) = (_settings.KeepAliveIdle, _settings.KeepAliveInterval, _settings.KeepAliveProbes);
        _advertisedUserTimeout = _settings.AdvertisedUserTimeout;
        _queue = new SendQueue(_settings.SendBuffer, _settings.SegmentsOfSendBuffer, layer.Budget);
        _received = new ReceiveBuffer(_settings.ReceiveBuffer, _settings.MaximumReceiveGaps, layer.Rings);
        _roundTrip = new RoundTripEstimator(_settings);
        _congestion = _settings.Congestion == CongestionAlgorithm.Cubic ? new Cubic() : new NewReno();
        _rack = new Rack(initialSequence);
        _timestamps = timestamps;
        _initialSend = initialSequence;
        _unacknowledged = initialSequence;
        _next = initialSequence;
        _queueEnd = initialSequence + 1;
        _recover = initialSequence;
    }

    public TcpKey Key { get; }

    public TcpStateName State => _state.Name;

    /// <summary>Why the connection ended, if not by both sides closing.</summary>
    public TcpFailure Failure { get; private set; }

    /// <summary>Nagle's algorithm (RFC 9293 section 3.7.4); off means that small segments leave at once.</summary>
    public bool Nagle { get; set; }

    /// <summary>Called at the end of an event that made the connection readable or writable. It may note the fact, not call back.</summary>
    public Action<TcpConnection>? ReadinessChanged { get; set; }

    /// <summary>Smoothed round-trip time; zero before the first sample.</summary>
    public TimeSpan RoundTripTime => _roundTrip.Smoothed;

    /// <summary>Octets that the congestion control allows to be unacknowledged.</summary>
    public int CongestionWindow => _congestion.Window;

    /// <summary>Octets that the peer allows to be unacknowledged.</summary>
    public int SendWindow => _sendWindow;

    /// <summary>Octets that were written and are not acknowledged.</summary>
    public int QueuedOctets => _queue.Octets;

    /// <summary>What would not block now. Who looks while other connections hold the send buffers, and so finds it not writable, is told when they are back, like one whose write was refused.</summary>
    public TcpReadiness Readiness
    {
        get
        {
            bool ended = _state == TcpState.Closed;
            var readiness = TcpReadiness.None;
            if (_received.Available > 0 || _peerFinished || ended)
                readiness |= TcpReadiness.Readable;
            if (ended || (_state.SendsText && HasWriteRoom))
                readiness |= TcpReadiness.Writable;
            else if (_state.SendsText)
                AwaitSendBuffers();
            return readiness;
        }
    }

    internal TcpListener? Listener { get; set; }

    internal int HeapIndex { get; set; } = -1;

    /// <summary>The layer's list that it waits in, and its neighbours there.</summary>
    internal ConnectionList? List { get; set; }

    internal TcpConnection? Previous { get; set; }

    internal TcpConnection? Following { get; set; }

    /// <summary>SND.NXT.</summary>
    internal SequenceNumber SendNext => _next;

    internal Instant Deadline { get; set; } = Instant.Never;

    internal bool IsBlocked { get; set; }

    internal bool IsStarved { get; set; }

    // A write of at least a quarter of a segment is worth waking somebody for.
    private bool HasWriteRoom => _layer.HasSendBuffers && _queue.Room >= Math.Min(_sendSegmentSize, _settings.SendBuffer / 4);

    /// <summary>Takes text in order (RFC 9293 section 3.10.3).</summary>
    /// <param name="destination">Filled from its start; not empty.</param>
    /// <param name="now">A read may open the window and tell the peer so.</param>
    /// <param name="count">Octets taken.</param>
    public TcpReadStatus Read(Span<byte> destination, Instant now, out int count)
    {
        count = _received.Read(destination);
        if (count > 0)
        {
            OfferWindow(now);
            NoteReadiness();
            return TcpReadStatus.Ok;
        }

        return StatusWithoutText;
    }

    /// <summary>Queues text and sends what may leave (RFC 9293 section 3.10.2). The octets are copied into packet buffers.</summary>
    /// <param name="text">May be taken in part.</param>
    /// <param name="now">Time of the segments that leave.</param>
    /// <param name="count">Octets taken.</param>
    public TcpWriteStatus Write(ReadOnlySpan<byte> text, Instant now, out int count)
    {
        count = 0;
        if (StatusOfWriting is not TcpWriteStatus.Ok and var status)
            return status;
        count = _queue.Append(text, _queueEnd, _sendSegmentSize, SegmentHeadroom, _layer.Network.Buffers);
        _queueEnd += count;
        if (count > 0)
            Output(now);
        if (count < text.Length)
            _layer.Starve(this);
        NoteReadiness();
        return count > 0 ? TcpWriteStatus.Ok : TcpWriteStatus.WouldBlock;
    }

    /// <summary>Closes the sending side: queued text and then FIN still go out; reading goes on (RFC 9293 section 3.10.4).</summary>
    public void Close(Instant now)
    {
        if (_state == TcpState.SynReceived)
        {
            _closeWhenEstablished = true;
            return;
        }

        var next = _state.OnClose();
        if (next == _state)
            return;
        if (next == TcpState.Closed)
        {
            End(TcpFailure.None);
            return;
        }

        _state = next;
        _finQueued = true;
        _finPending = true;
        Output(now);
        NoteReadiness();
    }

    /// <summary>
    /// The user lets go: close, and nobody will read any more. Text that was not read, or that still comes, is answered by a reset
    /// so that the peer learns of the loss (RFC 1122 section 4.2.2.13).
    /// </summary>
    public void Release(Instant now)
    {
        if (_released)
            return;
        _released = true;
        ReadinessChanged = null;
        if (_received.Available > 0)
            Abort();
        else
            Close(now);
        if (_state == TcpState.FinWait2)
            StartTimer(ref _waitUntil, now + _settings.OrphanLimit);
    }

    /// <summary>Resets the connection (RFC 9293 section 3.10.5).</summary>
    public void Abort()
    {
        // CLOSING, LAST-ACK and TIME-WAIT end in silence, as long as the peer was told that no more comes.
        bool saidEverything = _finSent && (_state == TcpState.Closing || _state == TcpState.LastAck) || _state == TcpState.TimeWait;
        if ((_state.IsSynchronized && !saidEverything) || _state == TcpState.SynReceived)
            _layer.SendControl(Key, new TcpSegment(_next, _receiveNext, TcpFlags.Rst | TcpFlags.Ack));
        End(TcpFailure.Aborted);
    }

    /// <summary>An ICMP error named this connection (RFC 1122 section 4.2.3.9): hard errors end an opening; otherwise they are hints.</summary>
    internal void OnUnreachable(bool hard)
    {
        if (hard && _state == TcpState.SynSent)
            End(TcpFailure.Unreachable);
    }

    /// <summary>Ends TIME-WAIT early because the table needs the place.</summary>
    internal void Recycle() => End(TcpFailure.None);

    /// <summary>Tells the observer when something became possible that was not.</summary>
    internal void NoteReadiness()
    {
        var readiness = Readiness;
        bool more = (readiness & ~_announced) != 0;
        _announced = readiness;
        if (more)
            ReadinessChanged?.Invoke(this);
    }

    // What was announced is no longer true, or the news that it is again would not be news.
    private void AwaitSendBuffers()
    {
        _announced &= ~TcpReadiness.Writable;
        _layer.Starve(this);
    }

    private void End(TcpFailure failure)
    {
        if (_state == TcpState.Closed)
            return;
        bool wasHalfOpen = _state == TcpState.SynReceived;
        _state = TcpState.Closed;
        Failure = failure;
        _queue.Clear();
        if (failure != TcpFailure.None)
        {
            _received.Clear();
            _layer.Counters.Add(TcpCounter.ConnectionsFailed);
        }

        _retransmitAt = _acknowledgeAt = _waitUntil = _reorderAt = _probeAt = _keepAliveAt = Instant.Never;
        _acknowledgeNow = false;
        _layer.Timers.Update(this, Instant.Never);
        _layer.Remove(this);
        if (wasHalfOpen)
            Listener?.OnOpeningFailed();
        _layer.FeedStarved();
        NoteReadiness();
    }
}
