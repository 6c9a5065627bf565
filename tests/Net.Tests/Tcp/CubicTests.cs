using DSoftBus.Net.Tcp.Congestion;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>RFC 9438, against its own equations.</summary>
public sealed class CubicTests
{
    private const int Segment = 1000;
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void After_a_loss_the_window_comes_back_along_the_cube_and_is_flat_at_the_old_maximum()
    {
        var control = Grown(to: 200);
        control.OnLoss(200 * Segment);
        Assert.Equal(140 * Segment, control.Window);

        // K = cbrt(200 * 0.3 / 0.4) = 5.31 s (equation 2).
        double origin = Math.Cbrt(200 * 0.3 / 0.4);
        var windows = Run(control, seconds: 9);
        Assert.InRange(windows[origin], 0.97 * 200, 1.03 * 200);
        foreach (double t in new[] { 1.0, 3.0, 7.0, 8.5 })
        {
            double expected = (0.4 * Math.Pow(t - origin, 3)) + 200;
            Assert.InRange(windows[t], expected * 0.95, expected * 1.05);
        }
    }

    [Fact]
    public void A_second_loss_before_the_old_maximum_makes_room_for_others()
    {
        var control = Grown(to: 200);
        control.OnLoss(200 * Segment);
        control.OnLoss(140 * Segment);
        Assert.Equal(98 * Segment, control.Window);

        // W_max is 140 * 0.85 = 119 (section 4.7), so growth is flat there and not at 140: K = cbrt((119 - 98) / 0.4) = 3.7 s.
        Assert.InRange(Run(control, seconds: 4)[3.7], 115, 124);
    }

    [Fact]
    public void On_a_short_path_it_is_never_slower_than_Reno()
    {
        var cubic = Grown(to: 20);
        cubic.OnLoss(20 * Segment);
        var windows = Run(cubic, seconds: 5, roundTrip: TimeSpan.FromMilliseconds(5));

        // Section 4.3: alpha = 3 * 0.3 / 1.7 = 0.53 segments per round trip from 14, as Reno's from 10.
        Assert.True(windows[0.05] >= 14 + (0.5 * 0.53 * 10), $"{windows[0.05]}");
    }

    [Fact]
    public void Silence_is_no_time_to_grow()
    {
        var control = Grown(to: 200);
        control.OnLoss(200 * Segment);
        _ = Run(control, seconds: 1);
        int before = control.Window;
        control.OnAcknowledged(Segment, Instant.Zero + TimeSpan.FromSeconds(601), RoundTrip);
        Assert.InRange(control.Window, before, before + (2 * Segment));
    }

    [Fact]
    public void A_timeout_leaves_one_segment_and_slow_start_up_to_the_threshold()
    {
        var control = Grown(to: 100);
        control.OnTimeout(100 * Segment, first: true);
        Assert.Equal((Segment, 70 * Segment), (control.Window, control.SlowStartThreshold));
        for (int i = 0; i < 69; i++)
            control.OnAcknowledged(Segment, Instant.Zero, RoundTrip);
        Assert.Equal(70 * Segment, control.Window);
    }

    [Fact]
    public void After_a_timeout_the_curve_begins_flat_where_slow_start_ended()
    {
        var control = Grown(to: 100);
        control.OnTimeout(100 * Segment, first: true);
        while (control.Window < 70 * Segment)
            control.OnAcknowledged(Segment, Instant.Zero, RoundTrip);
        var windows = Run(control, seconds: 7);

        // Section 4.8: K = 0 and W_max = 70. Towards the window before the timeout it would be at 85 after a second.
        Assert.InRange(windows[1.0], 70, 76);
        Assert.InRange(windows[6.0], (0.4 * 216) + 70 - 9, (0.4 * 216) + 70 + 9);
    }

    /// <summary>With SACK a second loss may find several windows' worth sent and reported behind the gap; the window still shrinks.</summary>
    [Theory]
    [InlineData(CongestionAlgorithm.Cubic, 0.7)]
    [InlineData(CongestionAlgorithm.NewReno, 0.5)]
    public void A_loss_never_enlarges_the_window(CongestionAlgorithm algorithm, double beta)
    {
        WindowControl control = algorithm == CongestionAlgorithm.Cubic ? new Cubic() : new NewReno();
        control.Start(Segment, synRepeated: false);
        while (control.Window < 100 * Segment)
            control.OnAcknowledged(Segment, Instant.Zero, RoundTrip);
        control.OnLoss(300 * Segment);
        Assert.Equal((int)(100 * beta) * Segment, control.Window);
        control.OnTimeout(300 * Segment, first: true);
        Assert.Equal((int)(100 * beta * beta * Segment), control.SlowStartThreshold);
    }

    private static Cubic Grown(int to)
    {
        var control = new Cubic();
        control.Start(Segment, synRepeated: false);
        while (control.Window < to * Segment)
            control.OnAcknowledged(Segment, Instant.Zero, RoundTrip);
        return control;
    }

    /// <summary>The window in segments at each acknowledgment; the index is the nearest time, seconds.</summary>
    private static Curve Run(Cubic control, double seconds, TimeSpan? roundTrip = null)
    {
        var step = roundTrip ?? RoundTrip;
        var points = new List<(double Time, double Window)>();
        for (var t = TimeSpan.Zero; t.TotalSeconds <= seconds; t += step)
        {
            // A window's worth of acknowledgments, a segment each, spread over the round trip.
            int acknowledgments = control.Window / Segment;
            for (int i = 0; i < acknowledgments; i++)
                control.OnAcknowledged(Segment, Instant.Zero + t + (step * i / acknowledgments), step);
            points.Add(((t + step).TotalSeconds, control.Window / (double)Segment));
        }

        return new Curve(points);
    }

    private sealed class Curve(List<(double Time, double Window)> points)
    {
        public double this[double time] => points.MinBy(point => Math.Abs(point.Time - time)).Window;
    }
}
