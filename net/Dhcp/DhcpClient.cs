using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Dhcp;

/// <summary>A DHCP client (RFC 2131 section 4.4) as a state machine: messages and the clock come in, its host is told what to do.</summary>
/// <remarks>
/// The static fallback ends it for this boot; once a lease was bound there is no fallback any more. A restart after a lost lease
/// begins with the same quick schedule.
/// </remarks>
internal sealed class DhcpClient
{
    /// <summary>RFC 2131 section 4.4.5: at least a minute between renewals.</summary>
    private static readonly TimeSpan MinimumRenewalInterval = TimeSpan.FromSeconds(60);

    /// <summary>RFC 2131 section 4.1: the first and the last back-off.</summary>
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(4), LastBackoff = TimeSpan.FromSeconds(64);

    /// <summary>For RELEASE to leave although its server's hardware address must be asked for first.</summary>
    private static readonly TimeSpan ReleaseTime = TimeSpan.FromMilliseconds(500);

    /// <summary>REQUEST messages before the offer counts as withdrawn.</summary>
    private const int RequestAttempts = 4;

    /// <summary>The smallest that every client must take (RFC 2132 section 9.10); more is not needed here.</summary>
    private const ushort MessageSize = 576;

    private readonly IDhcpHost _host;
    private readonly MacAddress _hardware;
    private readonly DhcpOptions _options;
    private readonly IRandomSource _transactions, _jitter;
    private readonly NetCounters _counters;
    private Instant _startedAt, _exchangeAt, _fallbackAt = Instant.Never, _requestedAt;
    private Instant _nextAt = Instant.Never;
    private Instant _renewAt, _rebindAt, _expireAt;
    private uint _transaction;
    private int _attempt;
    private ushort _discoverSeconds;
    private Ipv4Address _offered, _server;
    private DhcpLease _lease;

    public DhcpClient(IDhcpHost host, MacAddress hardware, IEntropy entropy, DhcpOptions options, NetCounters counters)
    {
        _host = host;
        _hardware = hardware;
        _options = options;
        _transactions = entropy.For(RandomPurpose.DhcpTransaction);
        _jitter = entropy.For(RandomPurpose.Jitter);
        _counters = counters;
    }

    public DhcpState State { get; private set; }

    public Instant NextDeadline => State == DhcpState.Stopped ? Instant.Never : Instant.Min(_nextAt, _fallbackAt);

    /// <summary>Begins to look for a server; the first DISCOVER leaves in the next poll.</summary>
    public void Start(Instant now)
    {
        _startedAt = now;
        if (_options.FallbackAfter is { } after)
            _fallbackAt = now + after;
        Discover(now, TimeSpan.Zero);
    }

    public void Stop()
    {
        State = DhcpState.Stopped;
        _fallbackAt = Instant.Never;
    }

    /// <summary>The leased address is another host's (RFC 2131 sections 3.1 and 4.4.4): the server is told, and after a while asked anew.</summary>
    public void Decline(Instant now)
    {
        if (!HasLease)
            return;
        _counters.Increment(NetCounter.DhcpDeclined);
        Tell(DhcpMessageType.Decline, default, Ipv4Address.LimitedBroadcast, now);
        Lose(now, _options.DeclineDelay);
    }

    /// <summary>Gives the lease back and stops (RFC 2131 section 4.4.6).</summary>
    public void Release(Instant now)
    {
        if (!HasLease)
            return;
        _counters.Increment(NetCounter.DhcpReleased);
        Tell(DhcpMessageType.Release, _lease.Network.Address, _lease.Server, now);
        State = DhcpState.Releasing;
        _nextAt = now + ReleaseTime;
    }

    public void Poll(Instant now)
    {
        if (State == DhcpState.Stopped)
            return;
        if (now >= _fallbackAt)
        {
            Stop();
            _host.TakeFallback(now);
            return;
        }

        if (now < _nextAt)
            return;
        switch (State)
        {
            case DhcpState.Selecting:
                _nextAt = NextAttempt(now);
                _discoverSeconds = SecondsSince(_startedAt, now);
                Send(new DhcpRepr(DhcpMessageType.Discover, _transaction, _hardware), Ipv4Address.LimitedBroadcast, now);
                break;
            case DhcpState.Releasing:
                Stop();
                _host.Unbind(now);
                break;
            case DhcpState.Requesting when _attempt >= RequestAttempts:
                Discover(now, TimeSpan.Zero);
                Poll(now);
                break;
            case DhcpState.Requesting:
                SendRequest(now);
                break;
            default:
                Extend(now);
                break;
        }
    }

    public void OnMessage(DhcpView view, Instant now)
    {
        _counters.Increment(NetCounter.DhcpReceived);
        if (State is DhcpState.Stopped or DhcpState.Bound or DhcpState.Releasing || view.Operation != DhcpView.ReplyOperation
            || view.TransactionId != _transaction || view.ClientHardware != _hardware)
        {
            _counters.Increment(NetCounter.DhcpIgnored);
            return;
        }

        switch (view.MessageType)
        {
            case DhcpMessageType.Offer when State == DhcpState.Selecting:
                OnOffer(view, now);
                break;
            case DhcpMessageType.Ack when State != DhcpState.Selecting:
                OnAck(view, now);
                break;
            case DhcpMessageType.Nak when State != DhcpState.Selecting:
                OnNak(view, now);
                break;
            default:
                _counters.Increment(NetCounter.DhcpIgnored);
                break;
        }
    }

    private bool HasLease => State is DhcpState.Bound or DhcpState.Renewing or DhcpState.Rebinding;

    private void OnOffer(DhcpView view, Instant now)
    {
        if (view.Word(DhcpOption.ServerIdentifier) is not { } server || !new Ipv4Address(server).IsUsableHost || !view.YourAddress.IsUsableHost)
        {
            _counters.Increment(NetCounter.DhcpRefused);
            return;
        }

        _offered = view.YourAddress;
        _server = new Ipv4Address(server);
        State = DhcpState.Requesting;
        _attempt = 0;
        _exchangeAt = now;
        _requestedAt = now;
        SendRequest(now);
    }

    private void OnAck(DhcpView view, Instant now)
    {
        if (IsFromAnother(view))
            return;
        bool extending = State != DhcpState.Requesting;
        var expected = extending ? _lease.Network.Address : _offered;
        if (view.YourAddress != expected || !DhcpLease.TryFrom(view, extending ? _lease.Server : _server, out var lease))
        {
            _counters.Increment(NetCounter.DhcpRefused);
            return;
        }

        _lease = lease;
        _renewAt = Add(_requestedAt, lease.Renewal);
        _rebindAt = Add(_requestedAt, lease.Rebinding);
        _expireAt = Add(_requestedAt, lease.Duration);
        _nextAt = _renewAt;
        _fallbackAt = Instant.Never;
        State = DhcpState.Bound;
        _host.Bind(lease, now);
    }

    private void OnNak(DhcpView view, Instant now)
    {
        if (IsFromAnother(view))
            return;
        _counters.Increment(NetCounter.DhcpNakReceived);
        if (State != DhcpState.Requesting)
            Lose(now, _options.RestartDelay);
        else
            Discover(now, _options.RestartDelay);
    }

    // One server was asked, and another has no say; only a rebinding asks all (RFC 2131 section 4.4.5).
    private bool IsFromAnother(DhcpView view)
    {
        var asked = State == DhcpState.Requesting ? _server : _lease.Server;
        bool isAnother = State != DhcpState.Rebinding && view.Word(DhcpOption.ServerIdentifier) is { } server && server != asked.Value;
        if (isAnother)
            _counters.Increment(NetCounter.DhcpIgnored);
        return isAnother;
    }

    /// <summary>Renewing asks the server, rebinding anybody; each waits half of what is left (RFC 2131 section 4.4.5).</summary>
    private void Extend(Instant now)
    {
        if (now >= _expireAt)
        {
            Lose(now, TimeSpan.Zero);
            Poll(now);
            return;
        }

        if (State == DhcpState.Bound)
        {
            _transaction = _transactions.NextUInt32();
            _exchangeAt = now;
            State = DhcpState.Renewing;
        }

        bool rebinding = now >= _rebindAt;
        if (rebinding)
            State = DhcpState.Rebinding;
        var end = rebinding ? _expireAt : _rebindAt;
        var half = (end - now) / 2;
        _nextAt = Instant.Min(end, now + (half < MinimumRenewalInterval ? MinimumRenewalInterval : half));
        _requestedAt = now;
        var request = new DhcpRepr(DhcpMessageType.Request, _transaction, _hardware) { ClientAddress = _lease.Network.Address };
        Send(request, rebinding ? Ipv4Address.LimitedBroadcast : _lease.Server, now);
    }

    private void Lose(Instant now, TimeSpan delay)
    {
        _counters.Increment(NetCounter.DhcpLeaseLost);
        _host.Unbind(now);
        _startedAt = now;
        Discover(now, delay);
    }

    private void Discover(Instant now, TimeSpan delay)
    {
        State = DhcpState.Selecting;
        _attempt = 0;
        _exchangeAt = now + delay;
        _nextAt = _exchangeAt;
        _transaction = _transactions.NextUInt32();
    }

    private void SendRequest(Instant now)
    {
        _nextAt = NextAttempt(now);
        var request = new DhcpRepr(DhcpMessageType.Request, _transaction, _hardware) { RequestedAddress = _offered, ServerIdentifier = _server };
        Send(request, Ipv4Address.LimitedBroadcast, now);
    }

    /// <summary>RFC 2131 table 5: decline and release carry no parameter list, no time, and decline no address of the client.</summary>
    private void Tell(DhcpMessageType type, Ipv4Address client, Ipv4Address destination, Instant now)
    {
        _counters.Increment(NetCounter.DhcpSent);
        _transaction = _transactions.NextUInt32();
        _host.SendDhcp(new DhcpRepr(type, _transaction, _hardware)
        {
            ClientAddress = client,
            RequestedAddress = type == DhcpMessageType.Decline ? _lease.Network.Address : null,
            ServerIdentifier = _lease.Server,
        }, destination, now);
    }

    /// <summary>The quick schedule first, then doubling with a second of jitter either way (RFC 2131 section 4.1).</summary>
    private Instant NextAttempt(Instant now)
    {
        int next = ++_attempt;
        if (next < _options.Schedule.Length)
            return _exchangeAt + _options.Schedule[next];
        var backoff = FirstBackoff * Math.Pow(2, Math.Min(next - _options.Schedule.Length, 16));
        if (backoff > LastBackoff)
            backoff = LastBackoff;
        return now + backoff + TimeSpan.FromMilliseconds((_jitter.NextUInt16() % 2001) - 1000);
    }

    private void Send(in DhcpRepr message, Ipv4Address destination, Instant now)
    {
        _counters.Increment(NetCounter.DhcpSent);

        // RFC 2131 section 4.4.1: a REQUEST says what its DISCOVER said.
        bool isOpening = State is DhcpState.Selecting or DhcpState.Requesting;
        var complete = message with
        {
            Seconds = isOpening ? _discoverSeconds : SecondsSince(_exchangeAt, now),
            RequestsParameters = true,
            MaximumMessageSize = MessageSize,
        };
        _host.SendDhcp(complete, destination, now);
    }

    private static ushort SecondsSince(Instant start, Instant now) => (ushort)Math.Min((now - start).TotalSeconds, ushort.MaxValue);

    private static Instant Add(Instant start, TimeSpan duration) => duration == TimeSpan.MaxValue ? Instant.Never : start + duration;
}
