using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>How long text may stay unacknowledged: the user's own limit, and the one that both ends tell each other (RFC 5482).</summary>
public sealed partial class TcpConnection
{
    private const int UserTimeoutLength = 4;

    private TimeSpan? _ownUserTimeout; // USER_TIMEOUT, set by the user: CHANGEABLE is false.
    private TimeSpan? _advertisedUserTimeout; // ADV_UTO; null: ENABLED is false.
    private TimeSpan? _peerUserTimeout; // REMOTE_UTO
    private bool _userTimeoutDue;

    /// <summary>
    /// How long text may stay unacknowledged before the connection ends (RFC 9293 section 3.9.1). A value set here stands whatever the peer
    /// says (RFC 5482 section 3.1, CHANGEABLE); null: what the options came to, or <see cref="TcpSettings.RetransmissionLimit"/>.
    /// </summary>
    public TimeSpan? UserTimeout
    {
        get => _ownUserTimeout;
        set => _ownUserTimeout = value;
    }

    /// <summary>The limit that holds now.</summary>
    public TimeSpan EffectiveUserTimeout => _ownUserTimeout ?? AdoptedUserTimeout ?? _settings.RetransmissionLimit;

    // RFC 5482 section 3.1: min(U_LIMIT, max(ADV_UTO, REMOTE_UTO, L_LIMIT)), once the peer has said something.
    private TimeSpan? AdoptedUserTimeout
    {
        get
        {
            if (_advertisedUserTimeout is not { } own || _peerUserTimeout is not { } peer)
                return null;
            var longest = own > peer ? own : peer;
            return longest < _settings.UserTimeoutLowest ? _settings.UserTimeoutLowest
                : longest > _settings.UserTimeoutHighest ? _settings.UserTimeoutHighest : longest;
        }
    }

    // Section 4.2: keep-alive must not end what the adopted limit would have let live.
    private TimeSpan SilenceBeforeProbe => AdoptedUserTimeout is { } adopted && adopted >= KeepAliveIdle ? adopted + TimeSpan.FromSeconds(1) : KeepAliveIdle;

    /// <summary>Tells the peer for how long this end will wait for acknowledgments, and takes what the peer says (RFC 5482, ENABLED); null turns both off.</summary>
    public void AdvertiseUserTimeout(TimeSpan? timeout, Instant now)
    {
        if (timeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A user timeout must be longer than nothing; null turns the option off.");
        _advertisedUserTimeout = timeout;
        _userTimeoutDue = timeout is not null;
        if (_userTimeoutDue && _state.IsSynchronized && _state != TcpState.TimeWait)
            SendAcknowledgment(now);
    }

    private TcpUserTimeout? OwnUserTimeoutOption => _advertisedUserTimeout is { } timeout ? TcpUserTimeout.From(timeout) : null;

    // Section 3.3: nobody acknowledges options, so the first segment after the SYN says it again. It takes no room from text.
    private TcpOptions WithUserTimeout(TcpOptions options, int textLength)
    {
        bool fits = _userTimeoutDue && options.Length + UserTimeoutLength <= MaximumOptionLength
            && textLength + options.Length - OptionLength + UserTimeoutLength <= _sendSegmentSize;
        return fits ? options with { UserTimeout = OwnUserTimeoutOption } : options;
    }

    // Section 3.2: a value of zero is ignored.
    private void TakeUserTimeout(in TcpOptions options)
    {
        if (options.UserTimeout is { } received && received.Duration > TimeSpan.Zero)
            _peerUserTimeout = received.Duration;
    }
}
