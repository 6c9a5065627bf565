using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.Congestion;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Timeouts and loss: RFC 6298, RFC 5681, RFC 6582, RFC 6928.</summary>
public sealed class TcpRecoveryTests
{
    private const TcpFlags Ack = TcpFlags.Ack;
    private static readonly TcpSettings Reno = new() { Congestion = CongestionAlgorithm.NewReno };

    [Fact]
    public void RTO_follows_the_formulas_and_its_bounds()
    {
        var estimator = new RoundTripEstimator(new TcpSettings { MinimumRetransmissionTimeout = TimeSpan.FromMilliseconds(10) });
        Assert.Equal(1000, estimator.Timeout.TotalMilliseconds);
        estimator.Sample(TimeSpan.FromMilliseconds(100));
        Assert.Equal(300, estimator.Timeout.TotalMilliseconds);
        estimator.Sample(TimeSpan.FromMilliseconds(180));

        // RTTVAR = 3/4 * 50 + 1/4 * 80 = 57.5; SRTT = 7/8 * 100 + 1/8 * 180 = 110; RTO = 110 + 230.
        Assert.Equal(110, estimator.Smoothed.TotalMilliseconds);
        Assert.Equal(340, estimator.Timeout.TotalMilliseconds);
        estimator.BackOff();
        Assert.Equal(680, estimator.Timeout.TotalMilliseconds);
        for (int i = 0; i < 20; i++)
            estimator.BackOff();
        Assert.Equal(60, estimator.Timeout.TotalSeconds);
        Assert.Equal(1, Sampled(new RoundTripEstimator(new TcpSettings()), 1).TotalSeconds);

        static TimeSpan Sampled(RoundTripEstimator estimator, int milliseconds)
        {
            estimator.Sample(TimeSpan.FromMilliseconds(milliseconds));
            return estimator.Timeout;
        }
    }

    [Fact]
    public void A_timeout_repeats_the_oldest_segment_with_one_segment_of_window_and_doubles()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[3 * 1460], script.Now, out _);
        Assert.Equal(3, script.Drain());
        script.Advance(999);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, 1, 1, 1460);
        script.ExpectNothing();
        Assert.Equal(1460, connection.CongestionWindow);
        script.Advance(1999);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, 1, 1, 1460);

        // Slow start over what was sent before.
        script.Send(1, Ack, 1461);
        script.Expect(Ack, 1461, 1, 1460);
        script.Expect(Ack, 2921, 1, 1460);
        script.ExpectNothing();
    }

    [Fact]
    public void An_acknowledgment_of_a_repeated_segment_is_no_sample_and_keeps_the_backoff()
    {
        var script = TcpScript.Established(out var connection);
        var before = connection.RoundTripTime;
        connection.Write(new byte[10], script.Now, out _);
        script.Advance(1000);
        Assert.Equal(2, script.Drain());
        script.Advance(500);
        script.Send(1, Ack, 11);
        Assert.Equal(before, connection.RoundTripTime);
        connection.Write(new byte[10], script.Now, out _);
        script.Drain();
        script.Advance(1999);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, 11, 1, 10);
    }

    [Fact]
    public void Round_trips_are_sampled_from_text_sent_once()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[10], script.Now, out _);
        script.Advance(80);
        script.Send(1, Ack, 11);
        Assert.InRange(connection.RoundTripTime.TotalMilliseconds, 1, 80);
    }

    [Fact]
    public void Nothing_heard_for_R2_ends_the_connection_with_a_reset()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[10], script.Now, out _);
        script.Advance(63_000);
        script.Drain();
        Assert.Equal(TcpFailure.None, connection.Failure);
        script.Advance(180_000);
        Assert.Equal(TcpFailure.TimedOut, connection.Failure);
        Assert.Equal(TcpFlags.Rst | Ack, script.Network.Sent.Last().Flags);
        Assert.Equal(script.Network.Buffers.Capacity, script.Network.Buffers.Available);
    }

    [Fact]
    public void Three_duplicates_retransmit_and_partial_acknowledgments_fill_the_next_holes()
    {
        var script = TcpScript.Established(out var connection, Reno);
        connection.Write(new byte[20 * 1460], script.Now, out _);
        Assert.Equal(10, script.Drain());

        // Segments 1 and 4 (from 4381) were lost. The first two duplicates let new text out (RFC 3042).
        script.Send(1, Ack, 1);
        script.Expect(Ack, 14601, 1, 1460);
        script.Send(1, Ack, 1);
        script.Expect(Ack, 16061, 1, 1460);
        script.ExpectNothing();
        script.Send(1, Ack, 1);
        script.Expect(Ack, 1, 1, 1460);
        Assert.Equal(8 * 1460, connection.CongestionWindow);
        script.ExpectNothing();

        script.Send(1, Ack, 4381);
        script.Expect(Ack, 4381, 1, 1460);
        script.ExpectNothing();
        Assert.Equal(1, script.Layer.Counters[TcpCounter.PartialAcknowledgments]);
        Assert.Equal(6 * 1460, connection.CongestionWindow);

        // Everything of that flight arrives: recovery ends (RFC 6582 section 3.2 step 3, option 1), new text flows.
        script.Send(1, Ack, 17521);
        script.Expect(Ack, 17521, 1, 1460);
        Assert.Equal(2 * 1460, connection.CongestionWindow);
        Assert.Equal(1, script.Layer.Counters[TcpCounter.FastRetransmits]);
    }

    [Fact]
    public void After_silence_a_grown_window_is_the_initial_one_again()
    {
        // RFC 5681 section 4.1.
        var script = TcpScript.Established(out var connection, Reno);
        for (int i = 0; i < 2; i++)
        {
            connection.Write(new byte[10 * 1460], script.Now, out int count);
            for (int acknowledged = 1460; acknowledged <= count; acknowledged += 1460)
                script.Send(1, Ack, 1 + (i * 14600) + acknowledged);
        }

        script.Drain();
        Assert.True(connection.CongestionWindow > 14600, $"window {connection.CongestionWindow}");
        script.Advance(1001);
        connection.Write(new byte[20 * 1460], script.Now, out _);
        Assert.Equal((14600, 10), (connection.CongestionWindow, script.Drain()));
    }

    [Fact]
    public void Further_duplicates_let_new_text_out()
    {
        var script = TcpScript.Established(out var connection, Reno);
        connection.Write(new byte[10 * 1460], script.Now, out _);
        script.Drain();
        connection.Write(new byte[4 * 1460], script.Now, out _);
        script.ExpectNothing();
        for (int i = 0; i < 3; i++)
            script.Send(1, Ack, 1);
        script.Expect(Ack, 14601, 1, 1460);
        script.Expect(Ack, 16061, 1, 1460);
        script.Expect(Ack, 1, 1, 1460);

        // cwnd = 5 + 3 segments, of the flight without those of limited transmit; 12 are outstanding: the fifth further duplicate makes room.
        for (int i = 0; i < 4; i++)
            script.Send(1, Ack, 1);
        script.ExpectNothing();
        script.Send(1, Ack, 1);
        script.Expect(Ack, 17521, 1, 1460);
    }

    [Fact]
    public void Duplicates_below_the_recovery_point_do_not_start_another_recovery()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[5 * 1460], script.Now, out _);
        script.Drain();
        script.Advance(1000);
        script.Drain();
        for (int i = 0; i < 5; i++)
            script.Send(1, Ack, 1);
        Assert.Equal(0, script.Layer.Counters[TcpCounter.FastRetransmits]);
        script.ExpectNothing();
    }

    [Fact]
    public void Slow_start_grows_by_what_is_acknowledged_within_bounds_and_avoidance_by_one_segment_per_window()
    {
        var control = new NewReno();
        control.Start(1000, synRepeated: false);
        Assert.Equal(10_000, control.Window);
        control.OnAcknowledged(3000, Instant.Zero, default);
        Assert.Equal(13_000, control.Window);

        // Eight segments for one ACK at most; one while a timeout is repaired (RFC 3465 section 2.3).
        control.OnAcknowledged(50_000, Instant.Zero, default);
        Assert.Equal(21_000, control.Window);
        control.OnTimeout(8000, first: true);
        Assert.Equal((1000, 4000), (control.Window, control.SlowStartThreshold));
        control.OnTimeout(1000, first: false);
        Assert.Equal(4000, control.SlowStartThreshold);
        for (int i = 0; i < 3; i++)
            control.OnAcknowledged(3000, Instant.Zero, default);
        Assert.Equal(4000, control.Window);
        for (int i = 0; i < 3; i++)
            control.OnAcknowledged(1000, Instant.Zero, default);
        Assert.Equal(4000, control.Window);
        control.OnAcknowledged(1000, Instant.Zero, default);
        Assert.Equal(5000, control.Window);
        control.Start(9000, synRepeated: false);
        Assert.Equal(18_000, control.Window);
    }
}
