using DSoftBus.Net.Tcp.Opening;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Opening while half-open connections fill every place (RFC 4987 section 3.6).</summary>
public sealed partial class TcpLayer
{
    private readonly SynCookies _cookies;

    // True: answered. A listener whose user accepts nobody, and a table that is full of real connections, make no promises.
    private bool TrySendCookie(TcpListener listener, TcpKey key, in TcpSegment syn, Instant now)
    {
        bool possible = Settings.SynCookies && !listener.IsReadyFull
            && (_connections.Count < Settings.MaximumConnections || TimeWaits.Count > 0 || HalfOpen.Count > 0);
        if (!possible)
            return false;
        int offered = syn.Options.MaximumSegmentSize ?? TcpConnection.DefaultSegmentSize;
        var initial = _cookies.Make(key, syn.Sequence, offered, now, out uint offset);
        var options = new TcpOptions { MaximumSegmentSize = (ushort)SegmentSizeTowards(key.Remote) };
        if (Settings.Timestamps && syn.Options.Timestamps is { } timestamps)
        {
            uint mark = CookieOptions.Encode(syn.Options, Settings.SelectiveAcknowledgments);
            options = options with
            {
                WindowScale = syn.Options.WindowScale is null ? null : Settings.WindowShift,
                SackPermitted = Settings.SelectiveAcknowledgments && syn.Options.SackPermitted,
                Timestamps = new TimestampClock(offset).Stamp(now, mark, CookieOptions.Bits, timestamps.Value),
            };
        }

        Counters.Add(TcpCounter.CookiesSent);
        SendControl(key, new TcpSegment(initial, syn.Sequence + 1, TcpFlags.Syn | TcpFlags.Ack,
            (ushort)Math.Min(Settings.ReceiveBuffer, ushort.MaxValue), 0, options));
        return true;
    }

    // True: the segment acknowledged a cookie, and was dealt with.
    private bool TryOpenByCookie(TcpListener listener, TcpKey key, in TcpSegment segment, SegmentText text, Instant now)
    {
        if (!segment.Ack || segment.Syn || segment.Rst || !_cookies.AnyValid(now))
            return false;
        var peer = segment.Sequence - 1;
        var initial = segment.Acknowledgment - 1;
        if (!_cookies.TryRead(key, peer, initial, now, out ushort size, out uint offset) || !IsEchoPossible(segment, offset, now))
        {
            // A peer that was turned away for want of room believes that it is connected: of its text only the first segment carries
            // the cookie, and a reset for one of the others would end what the first may still open.
            Counters.Add(TcpCounter.CookiesRefused);
            return now < listener.TurnedAwayUntil;
        }

        // No answer where there is no room: the peer's text comes again and carries the same cookie.
        if (!TryMakePlace(listener))
        {
            listener.TurnedAwayUntil = now + SynCookies.Period;
            return true;
        }

        var options = CookieOptions.Decode(size, Settings.Timestamps ? segment.Options.Timestamps : null);
        var connection = Add(key, TcpState.SynReceived, listener, initial, offset);
        listener.OnOpening();
        HalfOpen.Append(connection);
        connection.Synchronize(new TcpSegment(peer, default, TcpFlags.Syn, segment.Window, 0, options), now);
        connection.NoteSynSent();
        Counters.Add(TcpCounter.CookiesAccepted);
        connection.OnSegment(segment, text, now);
        return true;
    }

    private bool TryMakePlace(TcpListener listener)
    {
        if (!listener.IsReadyFull)
            return MakeRoomForProven();
        Counters.Add(TcpCounter.BacklogFull);
        return false;
    }

    // The options are in the echo: one that no SYN-ACK of this or the last period can have carried says nothing.
    private bool IsEchoPossible(in TcpSegment segment, uint offset, Instant now) =>
        !Settings.Timestamps || segment.Options.Timestamps is not { } timestamps
        || new TimestampClock(offset).Elapsed(timestamps, now) is { } elapsed && elapsed <= 2 * SynCookies.Period;
}
