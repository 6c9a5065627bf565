using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>RFC 7323: timestamps, round-trip samples from echoes, protection against wrapped sequence numbers.</summary>
public sealed class TcpTimestampTests
{
    private const TcpFlags Ack = TcpFlags.Ack;

    [Fact]
    public void A_SYN_offers_the_option_and_an_answer_without_it_turns_it_off()
    {
        var script = new TcpScript();
        script.Connect(out var syn);
        Assert.Equal(0U, syn.Header.Options.Timestamps!.Value.EchoReply);
        script.Send(0, TcpFlags.Syn | Ack, 1, options: new TcpOptions { MaximumSegmentSize = 1460 });
        Assert.Null(script.Expect(Ack, 1, 1).Header.Options.Timestamps);
    }

    [Fact]
    public void With_the_setting_off_nothing_is_offered_or_accepted()
    {
        var script = new TcpScript(new TcpSettings { Timestamps = false });
        var connection = script.Connect(out var syn);
        Assert.Null(syn.Header.Options.Timestamps);
        script.Send(0, TcpFlags.Syn | Ack, 1, options: Stamped(1, 0));
        Assert.Null(script.Expect(Ack, 1, 1).Header.Options.Timestamps);
        Assert.Equal(TcpStateName.Established, connection.State);
    }

    [Fact]
    public void A_passive_open_answers_the_option_only_when_offered()
    {
        foreach (bool offered in new[] { false, true })
        {
            var script = new TcpScript { OwnPort = 80 };
            Assert.Equal(TcpOpenStatus.Ok, script.Layer.Listen(default, 80, 1, out _));
            script.Send(0, TcpFlags.Syn, options: offered ? Stamped(77, 0) : default);
            var answer = script.Network.Sent.Dequeue();
            Assert.Equal(offered ? 77U : null, answer.Header.Options.Timestamps?.EchoReply);
        }
    }

    [Fact]
    public void Every_segment_carries_our_clock_and_the_peers_last_value_and_is_shorter_for_it()
    {
        var script = Established(out var connection, peerClock: 500);
        connection.Write(new byte[2000], script.Now, out _);
        var first = script.Expect(Ack, 1, 1, 1448);
        script.Expect(Ack, 1449, 1, 552);
        Assert.Equal(500U, first.Header.Options.Timestamps!.Value.EchoReply);
        script.Advance(30);
        script.Send(1, Ack, 2001, 10, options: Stamped(530, first.Header.Options.Timestamps.Value.Value));
        script.Advance(40);
        var later = script.Expect(Ack, 2001, 11);
        Assert.Equal((70U, 530U), (later.Header.Options.Timestamps!.Value.Value - first.Header.Options.Timestamps.Value.Value, later.Header.Options.Timestamps.Value.EchoReply));
    }

    [Fact]
    public void The_value_echoed_is_that_of_the_segment_which_filled_the_edge_not_of_one_behind_a_gap()
    {
        var script = Established(out _, peerClock: 500);
        script.Send(101, Ack, 1, 100, options: Stamped(520, 0)); // behind a gap
        Assert.Equal(500U, script.Expect(Ack, 1, 1).Header.Options.Timestamps!.Value.EchoReply);
        script.Send(1, Ack, 1, 100, options: Stamped(510, 0));
        Assert.Equal(510U, script.Expect(Ack, 1, 201).Header.Options.Timestamps!.Value.EchoReply);
    }

    [Fact]
    public void An_old_duplicate_is_dropped_and_answered_even_when_its_number_fits()
    {
        var script = Established(out var connection, peerClock: 500);
        script.Send(1, Ack, 1, 10, options: Stamped(499, 0));
        script.Expect(Ack, 1, 1);
        Assert.Equal(1, script.Layer.Counters[TcpCounter.OldTimestamps]);
        Assert.Equal(TcpReadStatus.WouldBlock, connection.Read(new byte[10], script.Now, out _));

        // The clock wraps like sequence numbers do.
        var wrapping = Established(out _, peerClock: uint.MaxValue);
        wrapping.Send(1, Ack, 1, 10, options: Stamped(3, 0));
        wrapping.Advance(40);
        wrapping.Expect(Ack, 1, 11);
    }

    [Fact]
    public void After_24_days_of_silence_the_last_value_says_nothing()
    {
        var script = Established(out _, peerClock: 500);
        script.Advance(TimeSpan.FromDays(25).TotalMilliseconds);
        script.Send(1, Ack, 1, 10, options: Stamped(400, 0));
        script.Advance(40);
        script.Expect(Ack, 1, 11);
        Assert.Equal(0, script.Layer.Counters[TcpCounter.OldTimestamps]);
    }

    [Fact]
    public void A_segment_without_the_option_is_dropped_in_silence_and_a_reset_needs_none()
    {
        var script = Established(out var connection, peerClock: 500);
        script.Send(1, Ack, 1, 10);
        script.ExpectNothing();
        Assert.Equal(1, script.Layer.Counters[TcpCounter.MissingTimestamps]);
        script.Send(1, TcpFlags.Rst | Ack, 1);
        Assert.Equal(TcpFailure.Reset, connection.Failure);
    }

    [Fact]
    public void An_acknowledged_retransmission_gives_a_sample_by_its_echo()
    {
        var script = Established(out var connection, peerClock: 500);
        connection.Write(new byte[10], script.Now, out _);
        script.Expect(Ack, 1, 1, 10);
        script.Advance(1000);
        var repeated = script.Expect(Ack, 1, 1, 10);
        script.Advance(200);
        script.Send(1, Ack, 11, options: Stamped(600, repeated.Header.Options.Timestamps!.Value.Value));
        Assert.InRange(connection.RoundTripTime.TotalMilliseconds, 1, 200);
        connection.Write(new byte[10], script.Now, out _);
        script.Drain();
        script.Advance(1000); // the sample ended the backoff
        script.Expect(Ack, 11, 1, 10);
    }

    [Fact]
    public void An_echo_from_the_future_is_no_sample()
    {
        var script = Established(out var connection, peerClock: 500);
        connection.Write(new byte[10], script.Now, out _);
        script.Drain();
        script.Advance(1000);
        var repeated = script.Network.Sent.Last();
        var before = connection.RoundTripTime;
        script.Send(1, Ack, 11, options: Stamped(600, repeated.Header.Options.Timestamps!.Value.Value + 1000));
        Assert.Equal(before, connection.RoundTripTime);
    }

    private static TcpOptions Stamped(uint value, uint echo) => new() { Timestamps = new TcpTimestamps(value, echo) };

    private static TcpScript Established(out TcpConnection connection, uint peerClock)
    {
        var script = new TcpScript();
        connection = script.Connect(out var syn);
        script.Send(0, TcpFlags.Syn | Ack, 1, options: Stamped(peerClock, syn.Header.Options.Timestamps!.Value.Value) with { MaximumSegmentSize = 1460 });
        script.Expect(Ack, 1, 1);
        return script;
    }
}
