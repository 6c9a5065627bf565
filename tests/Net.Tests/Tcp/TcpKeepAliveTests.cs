using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>RFC 9293 section 3.8.4, RFC 1122 section 4.2.3.6, and the local user timeout of RFC 5482.</summary>
public sealed class TcpKeepAliveTests
{
    private const TcpFlags Ack = TcpFlags.Ack;
    private static readonly double Hours = TimeSpan.FromHours(1).TotalMilliseconds;

    [Fact]
    public void Nobody_is_asked_unless_the_user_wants_it()
    {
        var script = TcpScript.Established(out var connection);
        script.Advance(100 * Hours);
        script.ExpectNothing();
        Assert.Equal(TcpStateName.Established, connection.State);
    }

    [Fact]
    public void After_two_hours_of_silence_a_number_that_is_acknowledged_already_is_repeated_without_text()
    {
        var script = TcpScript.Established(out var connection);
        connection.SetKeepAlive(on: true, script.Now);
        script.Advance(1 * Hours);
        script.Send(1, Ack, 1, 10);
        script.Advance(40);
        script.Expect(Ack, 1, 11);
        script.Advance((2 * Hours) - 41);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, 0, 11);

        // An answer starts the time anew.
        script.Send(11, Ack, 1);
        script.Advance((2 * Hours) - 1);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, 0, 11);
    }

    [Fact]
    public void Nine_probes_without_an_answer_end_the_connection_with_a_reset()
    {
        var script = TcpScript.Established(out var connection);
        connection.SetKeepAlive(on: true, script.Now);
        script.Advance(2 * Hours);
        for (int i = 1; i < 9; i++)
            script.Advance(75_000);
        Assert.Equal((9, TcpFailure.None), (script.Drain(), connection.Failure));
        script.Advance(75_000);
        Assert.Equal(TcpFlags.Rst | Ack, script.Network.Sent.Dequeue().Flags);
        Assert.Equal(TcpFailure.TimedOut, connection.Failure);
        script.Advance(10 * Hours);
        script.ExpectNothing();
    }

    [Fact]
    public void Turned_off_again_it_asks_nobody()
    {
        var script = TcpScript.Established(out var connection);
        connection.SetKeepAlive(on: true, script.Now);
        connection.SetKeepAlive(on: false, script.Now);
        script.Advance(10 * Hours);
        script.ExpectNothing();
    }

    [Fact]
    public void Unacknowledged_text_asks_by_itself()
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { KeepAliveIdle = TimeSpan.FromMilliseconds(500) });
        connection.SetKeepAlive(on: true, script.Now);
        connection.Write(new byte[10], script.Now, out _);
        script.Drain();
        script.Advance(900);
        script.ExpectNothing();
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(300_000)]
    public void The_users_timeout_takes_the_place_of_the_settings(int milliseconds)
    {
        var script = TcpScript.Established(out var connection);
        connection.UserTimeout = TimeSpan.FromMilliseconds(milliseconds);
        connection.Write(new byte[10], script.Now, out _);
        script.Advance(milliseconds);
        Assert.Equal(TcpFailure.None, connection.Failure);
        script.Advance(milliseconds + 60_000);
        Assert.Equal(TcpFailure.TimedOut, connection.Failure);
    }
}
