using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>RFC 4987 section 3.6: a listener under a flood of SYNs.</summary>
public sealed class SynCookieTests
{
    private const TcpFlags Syn = TcpFlags.Syn;
    private const TcpFlags Ack = TcpFlags.Ack;
    private const TcpFlags SynAck = Syn | Ack;
    private const ushort Port = 34567;

    [Fact]
    public void Honest_clients_connect_and_talk_while_a_flood_goes_on_and_nothing_is_kept_for_the_others()
    {
        var script = Listening(out var listener, backlog: 8);
        script.Network.Mute = true;
        var random = new Random(1);
        for (int client = 0; client < 20; client++)
        {
            for (int i = 0; i < 500; i++)
                Flood(script, random);
            script.Advance(50);
            script.Network.Mute = false;
            script.Drain();
            ushort port = (ushort)(5000 + client);
            var answer = Open(script, port, FullOptions);
            Assert.Equal(SynAck, answer.Flags);
            script.Send(1, Ack, 1, peerPort: port, options: Echo(answer));
            script.Send(1, Ack, 1, length: 100, peerPort: port, options: Echo(answer));
            Assert.True(listener.TryAccept(out var connection));
            Assert.Equal((TcpStateName.Established, port), (connection.State, connection.Key.RemotePort));
            Assert.Equal(TcpReadStatus.Ok, connection.Read(new byte[200], script.Now, out int count));
            Assert.Equal(100, count);
            script.Drain();
            Assert.InRange(script.Layer.ConnectionCount, 1, 8 + client + 1);
            script.Network.Mute = true;
        }

        Assert.Equal(20, script.Layer.Counters[TcpCounter.CookiesAccepted]);
        Assert.InRange(script.Layer.Counters[TcpCounter.CookiesSent], 9_900, 10_020);
        Assert.Equal(script.Network.Buffers.Capacity, script.Network.Buffers.Available);
    }

    [Fact]
    public void The_options_of_the_SYN_come_back_with_the_timestamps()
    {
        var script = Full(out var listener);
        var answer = Open(script, 4001, FullOptions);
        var options = answer.Header.Options;
        Assert.Equal((ushort)1460, options.MaximumSegmentSize);
        Assert.True(options.SackPermitted);
        Assert.Equal(script.Layer.Settings.WindowShift, options.WindowScale);
        Assert.Equal(77u, options.Timestamps!.Value.EchoReply);
        script.Send(1, Ack, 1, window: 100, peerPort: 4001, options: Echo(answer));
        Assert.True(listener.TryAccept(out var connection));

        // Window 100 with shift 7; segments of 1360 (the largest size not above 1400) less twelve octets of timestamps.
        Assert.Equal(12_800, connection.SendWindow);
        connection.Write(new byte[5000], script.Now, out _);
        var sent = script.Expect(Ack, 1, 1, 1348);
        Assert.Equal(78u, sent.Header.Options.Timestamps!.Value.EchoReply);
        Assert.True(unchecked((int)(sent.Header.Options.Timestamps!.Value.Value - options.Timestamps.Value.Value)) >= 0, "time ran backwards");
        script.Drain();

        // SACK is on: text out of order is reported.
        script.Send(11, Ack, 1, length: 10, peerPort: 4001, options: Echo(answer));
        Assert.Equal(1, script.Network.Sent.Dequeue().Header.Options.SackCount);
    }

    [Theory]
    [InlineData(null, 536)]
    [InlineData(20, 88)]
    [InlineData(1000, 536)]
    [InlineData(1400, 1360)]
    [InlineData(1460, 1460)]
    [InlineData(9000, 1460)]
    public void Without_timestamps_the_segment_size_is_all_that_is_kept(int? offered, int expected)
    {
        var script = Full(out var listener);
        var answer = Open(script, 4001, new TcpOptions { MaximumSegmentSize = (ushort?)offered, WindowScale = 7, SackPermitted = true });
        Assert.Equal((null, false, null), (answer.Header.Options.WindowScale, answer.Header.Options.SackPermitted, answer.Header.Options.Timestamps));
        script.Send(1, Ack, 1, window: 9000, peerPort: 4001);
        Assert.True(listener.TryAccept(out var connection));
        Assert.Equal(9000, connection.SendWindow);
        connection.Write(new byte[4000], script.Now, out _);
        script.Expect(Ack, 1, 1, expected);
    }

    [Theory]
    [InlineData(1, 2, 4001)]
    [InlineData(2, 1, 4001)]
    [InlineData(1, 1, 4002)]
    [InlineData(1, 0x1000_0001, 4001)]
    public void Another_number_or_another_port_is_reset_as_on_a_closed_port(int sequence, int acknowledgment, int port)
    {
        var script = Full(out var listener);
        Open(script, 4001, default);
        script.Send(sequence, Ack, acknowledgment, peerPort: (ushort)port);
        script.Expect(TcpFlags.Rst, acknowledgment, 0);
        Assert.Equal((1, 0), (script.Layer.Counters[TcpCounter.CookiesRefused], script.Layer.Counters[TcpCounter.CookiesAccepted]));
        Assert.False(listener.TryAccept(out _));
    }

    [Fact]
    public void Guessing_does_not_get_in()
    {
        var script = Full(out _);
        Open(script, 4001, default);
        script.Network.Mute = true;
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
            script.Send(1, Ack, random.Next(int.MinValue, int.MaxValue), peerPort: 4001);
        Assert.Equal(0, script.Layer.Counters[TcpCounter.CookiesAccepted]);
    }

    [Theory]
    [InlineData(0, 127, true, true)]
    [InlineData(63, 64, true, true)]
    [InlineData(0, 128, true, false)]
    [InlineData(63, 66, true, false)]
    [InlineData(0, 256, true, false)]
    [InlineData(0, 127, false, true)]
    [InlineData(0, 128, false, false)]
    [InlineData(0, 256, false, false)]
    public void A_cookie_is_good_in_its_period_and_the_next_one(int madeAt, int later, bool othersSince, bool accepted)
    {
        // Periods of 64 s of the clock; the script starts at 5 s.
        var script = Listening(out var listener, backlog: 1);
        script.Advance((madeAt + 64 - 5) * 1000);
        script.Send(0, Syn);
        script.Drain();
        var answer = Open(script, 4001, default);
        script.Advance(later * 1000);

        // A later cookie of somebody else replaces the key of two periods ago; without one the key is still there, and too old.
        if (othersSince)
            script.Send(0, Syn, peerPort: 4002);
        script.Drain();
        script.Iss = answer.Sequence;
        script.Send(1, Ack, 1, peerPort: 4001);
        Assert.Equal(accepted, listener.TryAccept(out _));
        if (!accepted)
            Assert.Equal(TcpFlags.Rst, script.Network.Sent.Dequeue().Flags);
    }

    [Fact]
    public void The_key_changes_with_the_period()
    {
        var script = Full(out _);
        var first = Open(script, 4001, default).Sequence;
        Assert.Equal(first, Open(script, 4001, default).Sequence);
        script.Advance(128_000);
        script.Send(0, Syn);
        script.Drain();
        Assert.NotEqual(first, Open(script, 4001, default).Sequence);
    }

    [Fact]
    public void An_echo_that_we_cannot_have_sent_is_refused()
    {
        var script = Full(out var listener);
        var answer = Open(script, 4001, FullOptions);
        var echo = Echo(answer).Timestamps!.Value;
        script.Send(1, Ack, 1, peerPort: 4001, options: new TcpOptions { Timestamps = echo with { EchoReply = echo.EchoReply + 64 } });
        script.Expect(TcpFlags.Rst, 1, 0);
        Assert.False(listener.TryAccept(out _));
    }

    [Fact]
    public void With_a_full_accept_queue_the_ACK_has_no_effect_and_later_text_brings_the_connection_in()
    {
        var script = Listening(out var listener, backlog: 1);
        var half = Open(script, 4000, default);
        var cookie = Open(script, 4001, default);
        script.Iss = half.Sequence;
        script.Send(1, Ack, 1, peerPort: 4000);
        script.Iss = cookie.Sequence;
        script.Send(1, Ack, 1, peerPort: 4001);
        script.ExpectNothing();

        // Nobody accepts: no further promises are made.
        script.Send(0, Syn, peerPort: 4002);
        script.ExpectNothing();
        Assert.Equal(2, script.Layer.Counters[TcpCounter.BacklogFull]);
        Assert.True(listener.TryAccept(out _));

        // Text behind the first carries no cookie and is no reason to end what the first will open.
        script.Send(11, Ack, 1, length: 10, peerPort: 4001);
        script.ExpectNothing();
        script.Send(1, Ack, 1, length: 10, peerPort: 4001);
        Assert.True(listener.TryAccept(out var connection));
        Assert.Equal(TcpReadStatus.Ok, connection.Read(new byte[20], script.Now, out int count));
        Assert.Equal((4001, 10), (connection.Key.RemotePort, count));
    }

    [Fact]
    public void In_a_full_table_the_peer_with_a_cookie_takes_the_place_of_the_oldest_silent_one()
    {
        var script = Listening(out var listener, backlog: 8, new TcpSettings { MaximumConnections = 2 });
        script.Send(0, Syn, peerPort: 4000);
        script.Send(0, Syn, peerPort: 4001);
        script.Drain();
        var answer = Open(script, 4002, default);

        // Those two were not asked twice yet: their answers may be on the way.
        script.Send(1, Ack, 1, peerPort: 4002);
        script.ExpectNothing();
        Assert.Equal(0, script.Layer.Counters[TcpCounter.HalfOpenEvicted]);
        script.Advance(1000);
        Assert.Equal(2, script.Drain());
        script.Send(1, Ack, 1, peerPort: 4002);
        Assert.True(listener.TryAccept(out _));
        Assert.Equal((2, 1), (script.Layer.ConnectionCount, script.Layer.Counters[TcpCounter.HalfOpenEvicted]));

        // Only real connections are left once the other gave way too: then there are no cookies.
        Open(script, 4003, default);
        script.Send(1, Ack, 1, peerPort: 4003);
        script.Drain();
        script.Send(0, Syn, peerPort: 4004);
        script.ExpectNothing();
        Assert.Equal(SynAck, answer.Flags);
    }

    [Fact]
    public void Turned_off_or_never_needed_there_are_none()
    {
        var script = Listening(out _, backlog: 1, new TcpSettings { SynCookies = false });
        script.Send(0, Syn);
        script.Drain();
        script.Send(0, Syn, peerPort: 4001);
        script.ExpectNothing();

        script = Listening(out _, backlog: 2);
        script.Send(0, Syn);
        script.Drain();
        script.Send(1, Ack, 1, peerPort: 4001);
        Assert.Equal(TcpFlags.Rst, script.Network.Sent.Dequeue().Flags);
        Assert.Equal((0, 0), (script.Layer.Counters[TcpCounter.CookiesSent], script.Layer.Counters[TcpCounter.CookiesRefused]));
    }

    private static TcpOptions FullOptions => new() { MaximumSegmentSize = 1400, WindowScale = 7, SackPermitted = true, Timestamps = new(77, 0) };

    private static TcpOptions Echo(SentSegment answer) => new() { Timestamps = new(78, answer.Header.Options.Timestamps!.Value.Value) };

    private static TcpScript Listening(out TcpListener listener, int backlog, TcpSettings? settings = null)
    {
        var script = new TcpScript(settings) { OwnPort = Port };
        Assert.Equal(TcpOpenStatus.Ok, script.Layer.Listen(ScriptedNetwork.Own, Port, backlog, out var made));
        listener = made!;
        return script;
    }

    // One half-open connection fills the backlog.
    private static TcpScript Full(out TcpListener listener)
    {
        var script = Listening(out listener, backlog: 1);
        script.Send(0, Syn);
        script.Drain();
        return script;
    }

    private static SentSegment Open(TcpScript script, ushort port, TcpOptions options)
    {
        script.Send(0, Syn, peerPort: port, options: options);
        var answer = script.Network.Sent.Dequeue();
        script.Iss = answer.Sequence;
        return answer;
    }

    private static void Flood(TcpScript script, Random random)
    {
        var source = new Ipv4Address((uint)random.Next(0x0a01_0000, 0x0aff_ffff));
        var header = new TcpRepr((ushort)random.Next(1, 65536), Port, (uint)random.NextInt64(0, 1L << 32), 0, Syn, 512, default, 0);
        var bytes = new byte[header.Length];
        header.Emit(bytes);
        TcpRepr.FillChecksum(bytes, source, ScriptedNetwork.Own);
        script.Layer.OnSegment(bytes, source, ScriptedNetwork.Own, checksumVerified: false, script.Now);
    }
}
