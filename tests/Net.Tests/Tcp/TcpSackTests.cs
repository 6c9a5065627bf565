using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>RFC 2018, RFC 2883, RFC 6675 and RFC 8985: what is reported, what is believed lost, and when.</summary>
public sealed class TcpSackTests
{
    private const TcpFlags Ack = TcpFlags.Ack;
    private const int Segment = 1460;

    private static readonly TcpOptions Permitted = new() { SackPermitted = true };

    [Fact]
    public void A_SYN_offers_it_and_an_answer_without_it_turns_it_off()
    {
        var script = new TcpScript();
        script.Connect(out var syn);
        Assert.True(syn.Header.Options.SackPermitted);
        script.Send(0, TcpFlags.Syn | Ack, 1);
        script.Expect(Ack, 1, 1);
        script.Send(101, Ack, 1, 100);
        Assert.Equal(0, script.Expect(Ack, 1, 1).Header.Options.SackCount);
    }

    [Fact]
    public void Blocks_name_what_came_behind_gaps_the_latest_first()
    {
        var script = TcpScript.Established(out _, options: Permitted);
        script.Send(101, Ack, 1, 100);
        Assert.Equal([(101, 201)], Blocks(script.Expect(Ack, 1, 1)));
        script.Send(501, Ack, 1, 100);
        Assert.Equal([(501, 601), (101, 201)], Blocks(script.Expect(Ack, 1, 1)));
        script.Send(301, Ack, 1, 100);
        Assert.Equal([(301, 401), (501, 601), (101, 201)], Blocks(script.Expect(Ack, 1, 1)));
        script.Send(201, Ack, 1, 100); // joins two
        Assert.Equal([(101, 401), (501, 601)], Blocks(script.Expect(Ack, 1, 1)));
        script.Send(1, Ack, 1, 100);
        Assert.Equal([(501, 601)], Blocks(script.Expect(Ack, 1, 401)));
        script.Send(401, Ack, 1, 100);
        Assert.Empty(Blocks(script.Expect(Ack, 1, 601)));
    }

    [Fact]
    public void With_timestamps_three_blocks_fit_and_without_four()
    {
        foreach (bool stamped in new[] { false, true })
        {
            TcpOptions With(uint value) => stamped ? new TcpOptions { Timestamps = new TcpTimestamps(value, 0) } : default;
            var script = TcpScript.Established(out _, options: With(1) with { SackPermitted = true });
            for (int i = 1; i <= 5; i++)
                script.Send(i * 200, Ack, 1, 100, options: With(1));
            Assert.Equal(stamped ? 3 : 4, script.Network.Sent.Last().Header.Options.SackCount);
        }
    }

    [Fact]
    public void What_comes_twice_is_reported_once_in_front()
    {
        var script = TcpScript.Established(out _, options: Permitted);
        script.Send(1, Ack, 1, 100);
        script.Advance(40);
        script.Drain();
        script.Send(301, Ack, 1, 100);
        script.Drain();
        script.Send(1, Ack, 1, 100);
        Assert.Equal([(1, 101), (301, 401)], Blocks(script.Expect(Ack, 1, 101)));
        script.Send(501, Ack, 1, 100);
        Assert.Equal([(501, 601), (301, 401)], Blocks(script.Expect(Ack, 1, 101)));
    }

    [Fact]
    public void Three_segments_beyond_a_hole_prove_the_loss_and_only_the_hole_is_sent_again()
    {
        var script = Filled(out var connection, 10);
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(2))));
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(3))));
        script.ExpectNothing();
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(4))));
        script.Expect(Ack, At(0), 1, Segment);
        script.ExpectNothing();
        script.Send(1, Ack, At(10));
        script.ExpectNothing();
        Assert.Equal((1, 1), (script.Layer.Counters[TcpCounter.FastRetransmits], script.Layer.Counters[TcpCounter.SegmentsRetransmitted]));
        Assert.Equal(0, connection.QueuedOctets);
    }

    [Fact]
    public void Several_holes_are_filled_within_one_round_trip()
    {
        var script = Filled(out _, 10);

        // Segments 0, 2 and 4 are missing.
        script.Send(1, Ack, At(0), options: script.Sacked((At(5), At(10)), (At(3), At(4)), (At(1), At(2))));
        script.Expect(Ack, At(0), 1, Segment);
        script.Expect(Ack, At(2), 1, Segment);
        script.Expect(Ack, At(4), 1, Segment);
        script.ExpectNothing();
        script.Advance(100);
        script.Send(1, Ack, At(10));
        Assert.Equal((1, 3), (script.Layer.Counters[TcpCounter.FastRetransmits], script.Layer.Counters[TcpCounter.SegmentsRetransmitted]));
    }

    [Fact]
    public void A_late_segment_within_a_quarter_of_the_round_trip_is_not_lost()
    {
        var script = Filled(out _, 4);
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(2))));
        script.Advance(20);
        script.ExpectNothing();
        script.Send(1, Ack, At(4));
        script.Advance(2000);
        script.ExpectNothing();
        Assert.Equal(0, script.Layer.Counters[TcpCounter.SegmentsRetransmitted]);
    }

    [Fact]
    public void A_segment_later_than_that_is_sent_again_although_nothing_else_came()
    {
        var script = Filled(out _, 2);
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(2))));
        script.Advance(24);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, At(0), 1, Segment);
        Assert.Equal(1, script.Layer.Counters[TcpCounter.ReorderingTimeouts]);
    }

    [Fact]
    public void Where_reordering_was_seen_three_segments_prove_nothing_before_the_time_is_over()
    {
        var script = Filled(out _, 10);
        script.Send(1, Ack, At(0), options: script.Sacked((At(2), At(3))));
        script.Send(1, Ack, At(2), options: script.Sacked((At(2), At(3)))); // 0 and 1 came after 2
        script.Send(1, Ack, At(3), options: script.Sacked((At(4), At(9))));
        script.ExpectNothing();
        script.Advance(25);
        script.Expect(Ack, At(3), 1, Segment);
    }

    [Fact]
    public void A_retransmission_that_was_not_needed_makes_the_wait_longer()
    {
        var script = Filled(out var connection, 2);
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(2))));
        script.Advance(25);
        script.Expect(Ack, At(0), 1, Segment);
        script.Send(1, Ack, At(2));
        script.Send(1, Ack, At(2), options: script.Sacked((At(0), At(1)))); // it had come after all
        Assert.Equal(1, script.Layer.Counters[TcpCounter.DuplicatesReported]);

        connection.Write(new byte[2 * Segment], script.Now, out _);
        script.Drain();
        script.Advance(100);
        script.Send(1, Ack, At(2), options: script.Sacked((At(3), At(4))));
        script.Advance(49);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, At(2), 1, Segment);
    }

    [Fact]
    public void A_lost_retransmission_is_found_by_what_was_sent_after_it()
    {
        var script = Filled(out var connection, 10);
        connection.Write(new byte[6 * Segment], script.Now, out _);
        script.ExpectNothing();
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(8))));
        script.Expect(Ack, At(0), 1, Segment); // lost again
        int later = script.Drain();
        Assert.True(later > 0);
        script.Advance(100);
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(10 + later))));
        script.Expect(Ack, At(0), 1, Segment);
        Assert.Equal(1, script.Layer.Counters[TcpCounter.FastRetransmits]);
    }

    [Fact]
    public void The_end_of_a_flight_is_probed_after_two_round_trips()
    {
        var script = Measured(out var connection);
        connection.Write(new byte[3 * Segment], script.Now, out _);
        script.Drain();
        script.Advance(199);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, At(2), 1, Segment);
        Assert.Equal((1, 0), (script.Layer.Counters[TcpCounter.TailProbes], script.Layer.Counters[TcpCounter.RetransmissionTimeouts]));

        // What it brings to light is repaired without a timeout.
        script.Advance(100);
        script.Send(1, Ack, At(0), options: script.Sacked((At(2), At(3))));
        script.Expect(Ack, At(0), 1, Segment);
        script.Expect(Ack, At(1), 1, Segment);
        Assert.Equal(0, script.Layer.Counters[TcpCounter.RetransmissionTimeouts]);
    }

    [Fact]
    public void On_a_link_of_microseconds_a_probe_waits_ten_milliseconds()
    {
        var script = Measured(out var connection, roundTrip: 1);
        connection.Write(new byte[3 * Segment], script.Now, out _);
        script.Drain();
        script.Advance(9);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, At(2), 1, Segment);
    }

    [Fact]
    public void New_text_makes_the_better_probe()
    {
        var script = Measured(out var connection);
        connection.Write(new byte[12 * Segment], script.Now, out _);
        Assert.Equal(10, script.Drain());
        script.Advance(200);
        script.Expect(Ack, At(10), 1, Segment);
        script.ExpectNothing();
    }

    [Fact]
    public void A_probe_that_nobody_answers_leaves_the_timeout_in_place()
    {
        var script = Measured(out var connection);
        connection.Write(new byte[Segment], script.Now, out _);
        script.Drain();
        script.Advance(400);
        script.Expect(Ack, At(0), 1, Segment);
        script.Advance(1000);
        script.Expect(Ack, At(0), 1, Segment);
        Assert.Equal((1, 1), (script.Layer.Counters[TcpCounter.TailProbes], script.Layer.Counters[TcpCounter.RetransmissionTimeouts]));
    }

    [Fact]
    public void A_loss_that_only_the_probe_repaired_costs_the_window_once()
    {
        var script = Measured(out var connection);
        connection.Write(new byte[3 * Segment], script.Now, out _);
        script.Drain();
        script.Advance(200);
        script.Drain();
        int before = connection.CongestionWindow;
        script.Send(1, Ack, At(3)); // the original or the probe: not known yet
        connection.Write(new byte[10], script.Now, out _);
        script.Send(1, Ack, At(3) + 10);
        Assert.True(connection.CongestionWindow < before);
    }

    [Fact]
    public void A_timeout_repeats_only_what_was_not_reported()
    {
        var script = Filled(out _, 4);
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(2))));
        script.Advance(25);
        script.Drain();
        script.Advance(3000);
        Assert.True(script.Layer.Counters[TcpCounter.RetransmissionTimeouts] > 0);
        Assert.DoesNotContain(script.Network.Sent, sent => sent.Sequence - script.Iss == At(1));
        script.Drain();
        script.Send(1, Ack, At(2));
        script.Expect(Ack, At(2), 1, Segment);
        script.Expect(Ack, At(3), 1, Segment);
        script.ExpectNothing();
    }

    [Fact]
    public void A_peer_that_throws_away_what_it_reported_gets_it_again()
    {
        var script = Filled(out var connection, 3);
        script.Send(1, Ack, At(0), options: script.Sacked((At(1), At(3))));
        script.Advance(100);
        script.Drain();
        script.Send(1, Ack, At(1)); // and not 3: it reneged
        script.Advance(5000);
        Assert.Contains(script.Network.Sent, sent => sent.Sequence - script.Iss == At(1));
        script.Drain();
        script.Send(1, Ack, At(2));
        script.Expect(Ack, At(2), 1, Segment);
        script.Send(1, Ack, At(3));
        Assert.Equal(0, connection.QueuedOctets);
    }

    [Theory]
    [InlineData(2, 1)] // inside out
    [InlineData(1, 1000)] // never sent
    [InlineData(1, 1)] // empty
    public void Blocks_that_cannot_be_are_ignored(int left, int right)
    {
        var script = Filled(out _, 4);
        for (int i = 0; i < 5; i++)
            script.Send(1, Ack, At(0), options: script.Sacked((At(left), At(right))));
        script.ExpectNothing();
    }

    // The first octet of a segment; ten octets went before.
    private static int At(int segment) => 11 + (segment * Segment);

    private static (int Left, int Right)[] Blocks(SentSegment segment) =>
        [.. Enumerable.Range(0, segment.Header.Options.SackCount).Select(segment.Header.Options.Sack)
            .Select(block => (unchecked((int)(block.Left - TcpScript.PeerIss)), unchecked((int)(block.Right - TcpScript.PeerIss))))];

    /// <summary>So many segments, whose acknowledgments come 100 ms after they left.</summary>
    private static TcpScript Filled(out TcpConnection connection, int segments)
    {
        var script = Measured(out connection);
        connection.Write(new byte[segments * Segment], script.Now, out _);
        Assert.Equal(segments, script.Drain());
        script.Advance(100);
        return script;
    }

    /// <summary>Ten octets were exchanged: the round trip takes 100 ms.</summary>
    private static TcpScript Measured(out TcpConnection connection, int roundTrip = 100)
    {
        var script = TcpScript.Established(out connection, options: Permitted);
        connection.Write(new byte[10], script.Now, out _);
        script.Drain();
        script.Advance(roundTrip);
        script.Send(1, Ack, 11);
        return script;
    }
}
