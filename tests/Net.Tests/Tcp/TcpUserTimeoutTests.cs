using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>RFC 5482: the user timeout option, and the local limit that it may change.</summary>
public sealed class TcpUserTimeoutTests
{
    private const TcpFlags Ack = TcpFlags.Ack;
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(90, 90)]
    [InlineData(90.5, 91)]
    [InlineData(32_767, 32_767)]
    [InlineData(32_768, 32_820)]
    [InlineData(1e9, 32_767 * 60)]
    public void Times_are_rounded_up_to_seconds_and_beyond_nine_hours_to_minutes(double seconds, int expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), TcpUserTimeout.From(TimeSpan.FromSeconds(seconds)).Duration);

    [Fact]
    public void By_default_nothing_is_said_and_nothing_is_taken()
    {
        var script = new TcpScript();
        var connection = script.Connect(out var syn);
        Assert.Null(syn.Header.Options.UserTimeout);
        script.Send(0, TcpFlags.Syn | Ack, 1, options: Option(3600));
        Assert.Null(script.Expect(Ack, 1, 1).Header.Options.UserTimeout);
        Assert.Equal(script.Layer.Settings.RetransmissionLimit, connection.EffectiveUserTimeout);
    }

    [Fact]
    public void Enabled_it_is_in_the_SYN_and_in_the_first_segment_after_it()
    {
        var script = new TcpScript(new TcpSettings { AdvertisedUserTimeout = TwoMinutes });
        var connection = script.Connect(out var syn);
        Assert.Equal(TwoMinutes, syn.Header.Options.UserTimeout!.Value.Duration);
        script.Send(0, TcpFlags.Syn | Ack, 1);
        Assert.Equal(TwoMinutes, script.Expect(Ack, 1, 1).Header.Options.UserTimeout!.Value.Duration);
        connection.Write(new byte[10], script.Now, out _);
        Assert.Null(script.Expect(Ack, 1, 1, 10).Header.Options.UserTimeout);

        script = new TcpScript(new TcpSettings { AdvertisedUserTimeout = TwoMinutes }) { OwnPort = 80 };
        script.Layer.Listen(default, 80, 1, out _);
        script.Send(0, TcpFlags.Syn);
        Assert.Equal(TwoMinutes, script.Network.Sent.Dequeue().Header.Options.UserTimeout!.Value.Duration);
    }

    [Theory]
    [InlineData(120, null, 100)]
    [InlineData(120, 60, 120)]
    [InlineData(120, 300, 300)]
    [InlineData(10, 20, 100)]
    [InlineData(120, 0, 100)]
    [InlineData(120, 7200, 3600)]
    [InlineData(7200, 10, 3600)]
    public void The_longer_of_both_counts_within_the_bounds(int own, int? peer, int expected)
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { AdvertisedUserTimeout = TimeSpan.FromSeconds(own) },
            options: peer is { } seconds ? Option(seconds) : default);
        Assert.Equal(TimeSpan.FromSeconds(expected), connection.EffectiveUserTimeout);
        script.ExpectNothing();
    }

    [Fact]
    public void Any_later_segment_may_change_it()
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { AdvertisedUserTimeout = TwoMinutes });
        script.Send(1, Ack, 1, options: Option(600));
        Assert.Equal(TimeSpan.FromMinutes(10), connection.EffectiveUserTimeout);
        connection.AdvertiseUserTimeout(TimeSpan.FromMinutes(20), script.Now);
        Assert.Equal(TimeSpan.FromMinutes(20), script.Expect(Ack, 1, 1).Header.Options.UserTimeout!.Value.Duration);
        Assert.Equal(TimeSpan.FromMinutes(20), connection.EffectiveUserTimeout);
        connection.AdvertiseUserTimeout(null, script.Now);
        script.ExpectNothing();
        Assert.Equal(script.Layer.Settings.RetransmissionLimit, connection.EffectiveUserTimeout);
        Assert.Throws<ArgumentOutOfRangeException>(() => connection.AdvertiseUserTimeout(TimeSpan.Zero, script.Now));
    }

    [Fact]
    public void What_the_user_set_is_not_changed_by_the_peer()
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { AdvertisedUserTimeout = TwoMinutes });
        connection.UserTimeout = TimeSpan.FromSeconds(30);
        script.Send(1, Ack, 1, options: Option(600));
        Assert.Equal(TimeSpan.FromSeconds(30), connection.EffectiveUserTimeout);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public void The_connection_ends_when_the_time_is_over_and_not_at_the_next_retransmission(int seconds)
    {
        var script = TcpScript.Established(out var connection);
        connection.UserTimeout = TimeSpan.FromSeconds(seconds);
        connection.Write(new byte[10], script.Now, out _);

        // Counted from the first retransmission, one second after the text left.
        script.Advance((seconds * 1000) + 999);
        Assert.Equal(TcpFailure.None, connection.Failure);
        script.Advance(1);
        Assert.Equal(TcpFailure.TimedOut, connection.Failure);
    }

    [Fact]
    public void It_holds_for_opening_too()
    {
        var script = new TcpScript();
        var connection = script.Connect();
        connection.UserTimeout = TimeSpan.FromSeconds(5);
        script.Advance(6999);
        Assert.Equal(TcpFailure.None, connection.Failure);
        script.Advance(1);
        Assert.Equal(TcpFailure.TimedOut, connection.Failure);
    }

    [Fact]
    public void Text_that_fills_its_segment_is_not_cut_for_it_and_reports_of_gaps_come_first()
    {
        var settings = new TcpSettings { AdvertisedUserTimeout = TwoMinutes };
        var script = new TcpScript(settings);
        var connection = script.Connect();
        script.Network.IsFull = true;
        script.Send(0, TcpFlags.Syn | Ack, 1, options: new TcpOptions { MaximumSegmentSize = 1460, SackPermitted = true, Timestamps = new(5, 0) });
        script.Network.IsFull = false;
        connection.Write(new byte[3000], script.Now, out _);
        Assert.Null(script.Expect(Ack, 1, 1, 1448).Header.Options.UserTimeout);
        script.Drain();
        var stamp = new TcpOptions { Timestamps = new(6, 0) };
        script.Send(21, Ack, 1, 10, options: stamp);
        script.Drain();
        script.Send(41, Ack, 1, 10, options: stamp);
        script.Drain();
        script.Send(61, Ack, 1, 10, options: stamp);
        Assert.Equal(3, script.Expect(Ack, 3001, 1).Header.Options.SackCount);
    }

    [Fact]
    public void Keep_alive_waits_longer_than_the_time_that_was_agreed_on()
    {
        // RFC 5482 section 4.2.
        var settings = new TcpSettings { AdvertisedUserTimeout = TwoMinutes, KeepAliveIdle = TimeSpan.FromSeconds(60) };
        var script = TcpScript.Established(out var connection, settings, options: Option(180));
        connection.SetKeepAlive(on: true, script.Now);
        script.Advance(180_000);
        script.ExpectNothing();
        script.Advance(1000);
        script.Expect(Ack, 0, 1);
    }

    private static TcpOptions Option(int seconds) => new() { UserTimeout = new TcpUserTimeout((ushort)seconds) };
}
