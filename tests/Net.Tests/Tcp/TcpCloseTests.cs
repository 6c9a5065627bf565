using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.Opening;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Closing all ways: RFC 9293 sections 3.6, 3.10.4, 3.10.5; RFC 1122 section 4.2.2.13.</summary>
public sealed class TcpCloseTests
{
    private const TcpFlags Ack = TcpFlags.Ack;
    private const TcpFlags FinAck = TcpFlags.Fin | TcpFlags.Ack;

    [Fact]
    public void We_close_first_read_on_and_end_in_TIME_WAIT()
    {
        var script = TcpScript.Established(out var connection);
        connection.Close(script.Now);
        script.Expect(FinAck, 1, 1);
        Assert.Equal(TcpStateName.FinWait1, connection.State);
        Assert.Equal(TcpWriteStatus.Closed, connection.Write(new byte[1], script.Now, out _));
        script.Send(1, Ack, 2);
        Assert.Equal(TcpStateName.FinWait2, connection.State);

        // Half-close: the peer's text still arrives.
        script.Send(1, Ack, 2, 10);
        script.Advance(40);
        script.Expect(Ack, 2, 11);
        script.Send(11, FinAck, 2);
        script.Expect(Ack, 2, 12);
        Assert.Equal(TcpStateName.TimeWait, connection.State);
        Assert.Equal(TcpReadStatus.Ok, connection.Read(new byte[20], script.Now, out int count));
        Assert.Equal(10, count);
        Assert.Equal(TcpReadStatus.EndOfStream, connection.Read(new byte[20], script.Now, out _));

        // A repeated FIN is acknowledged again and restarts the wait.
        script.Advance(59_000);
        script.Send(11, FinAck, 2);
        script.Expect(Ack, 2, 12);
        script.Advance(59_999);
        Assert.Equal(1, script.Layer.ConnectionCount);
        script.Advance(1);
        Assert.Equal(0, script.Layer.ConnectionCount);
        Assert.Equal(TcpFailure.None, connection.Failure);
    }

    [Fact]
    public void The_peer_closes_first_and_we_write_on_until_LAST_ACK()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, FinAck, 1, 5);
        script.Expect(Ack, 1, 7);
        Assert.Equal(TcpStateName.CloseWait, connection.State);
        Assert.Equal(TcpReadStatus.Ok, connection.Read(new byte[9], script.Now, out _));
        Assert.Equal(TcpReadStatus.EndOfStream, connection.Read(new byte[9], script.Now, out _));
        Assert.Equal(TcpWriteStatus.Ok, connection.Write(new byte[3], script.Now, out _));
        script.Expect(Ack, 1, 7, 3);
        connection.Close(script.Now);
        script.Expect(FinAck, 4, 7);
        Assert.Equal(TcpStateName.LastAck, connection.State);
        script.Send(7, Ack, 5);
        Assert.Equal(TcpStateName.Closed, connection.State);
        Assert.Equal(TcpFailure.None, connection.Failure);
        Assert.Equal(0, script.Layer.ConnectionCount);
    }

    [Fact]
    public void Both_close_at_once()
    {
        var script = TcpScript.Established(out var connection);
        connection.Close(script.Now);
        script.Expect(FinAck, 1, 1);
        script.Send(1, FinAck, 1);
        script.Expect(Ack, 2, 2);
        Assert.Equal(TcpStateName.Closing, connection.State);
        script.Send(2, Ack, 2);
        Assert.Equal(TcpStateName.TimeWait, connection.State);
    }

    [Fact]
    public void A_FIN_that_acknowledges_ours_goes_straight_to_TIME_WAIT()
    {
        var script = TcpScript.Established(out var connection);
        connection.Close(script.Now);
        script.Expect(FinAck, 1, 1);
        script.Send(1, FinAck, 2);
        script.Expect(Ack, 2, 2);
        Assert.Equal(TcpStateName.TimeWait, connection.State);
    }

    [Fact]
    public void Queued_text_leaves_before_FIN_and_the_last_segment_carries_it()
    {
        var script = TcpScript.Established(out var connection, window: 1460);
        connection.Write(new byte[2000], script.Now, out _);
        connection.Close(script.Now);
        script.Expect(Ack, 1, 1, 1460);
        script.ExpectNothing();
        script.Send(1, Ack, 1461, window: 1460);
        script.Expect(FinAck, 1461, 1, 540);
        script.Send(1, Ack, 2002);
        Assert.Equal(TcpStateName.FinWait2, connection.State);
    }

    [Fact]
    public void FIN_is_repeated_until_acknowledged()
    {
        var script = TcpScript.Established(out var connection);
        connection.Close(script.Now);
        script.Expect(FinAck, 1, 1);
        script.Advance(1000);
        script.Expect(FinAck, 1, 1);
        script.Advance(2000);
        script.Expect(FinAck, 1, 1);
        script.Send(1, Ack, 2);
        script.Advance(50_000);
        script.ExpectNothing();
    }

    [Fact]
    public void A_FIN_out_of_order_waits_for_the_text_before_it()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(11, FinAck, 1, 10);
        script.Expect(Ack, 1, 1);
        Assert.Equal(TcpStateName.Established, connection.State);
        script.Send(1, Ack, 1, 10);
        script.Expect(Ack, 1, 22);
        Assert.Equal(TcpStateName.CloseWait, connection.State);
        connection.Read(new byte[30], script.Now, out int count);
        Assert.Equal(20, count);
    }

    [Fact]
    public void Letting_go_with_unread_text_resets()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, Ack, 1, 10);
        connection.Release(script.Now);
        script.Expect(TcpFlags.Rst | Ack, 1, 11);
        Assert.Equal(0, script.Layer.ConnectionCount);
    }

    [Fact]
    public void Text_after_letting_go_is_reset()
    {
        var script = TcpScript.Established(out var connection);
        connection.Release(script.Now);
        script.Expect(FinAck, 1, 1);
        script.Send(1, Ack, 2);
        script.Send(1, Ack, 2, 10);
        script.Expect(TcpFlags.Rst | Ack, 2, 1);
        Assert.Equal(0, script.Layer.ConnectionCount);
    }

    [Fact]
    public void An_orphan_does_not_stay_in_FIN_WAIT_2_for_ever()
    {
        var script = TcpScript.Established(out var connection);
        connection.Release(script.Now);
        script.Expect(FinAck, 1, 1);
        script.Send(1, Ack, 2);
        script.Advance(60_000);
        Assert.Equal(0, script.Layer.ConnectionCount);
    }

    [Fact]
    public void Abort_sends_a_reset_and_gives_every_buffer_back()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[5000], script.Now, out _);
        script.Drain();
        connection.Abort();
        script.Expect(TcpFlags.Rst | Ack, 5001, 1);
        Assert.Equal(TcpFailure.Aborted, connection.Failure);
        Assert.Equal(script.Network.Buffers.Capacity, script.Network.Buffers.Available);
    }

    [Fact]
    public void Closing_in_SYN_SENT_says_nothing_and_in_SYN_RECEIVED_waits_for_the_handshake()
    {
        var script = new TcpScript();
        var connection = script.Connect();
        connection.Close(script.Now);
        script.ExpectNothing();
        Assert.Equal(TcpStateName.Closed, connection.State);

        script = new TcpScript();
        connection = script.Connect();
        script.Send(0, TcpFlags.Syn);
        script.Drain();
        connection.Close(script.Now);
        script.ExpectNothing();
        script.Send(1, Ack, 1);
        script.Expect(FinAck, 1, 1);
        Assert.Equal(TcpStateName.FinWait1, connection.State);
    }

    [Fact]
    public void Closing_a_listener_resets_what_nobody_accepted()
    {
        var script = new TcpScript { OwnPort = 80 };
        script.Layer.Listen(Ipv4Address.Any, 80, 4, out var listener);
        script.Send(0, TcpFlags.Syn);
        script.Iss = script.Network.Sent.Dequeue().Sequence;
        script.Send(1, Ack, 1);
        script.Send(0, TcpFlags.Syn, peerPort: 4001);
        script.Drain();
        listener!.Close();
        Assert.Equal(2, script.Drain());
        Assert.Equal(0, script.Layer.ConnectionCount);
    }

    [Fact]
    public void A_new_SYN_beyond_the_old_numbers_reopens_from_TIME_WAIT_and_an_older_one_does_not()
    {
        var script = new TcpScript(new TcpSettings()) { OwnPort = 80 };
        script.Layer.Listen(Ipv4Address.Any, 80, 4, out var listener);
        script.Send(0, TcpFlags.Syn);
        script.Iss = script.Network.Sent.Dequeue().Sequence;
        script.Send(1, Ack, 1);
        listener!.TryAccept(out var connection);
        connection!.Close(script.Now);
        script.Expect(FinAck, 1, 1);
        script.Send(1, FinAck, 2);
        script.Drain();
        Assert.Equal(TcpStateName.TimeWait, connection.State);
        script.Send(-5, TcpFlags.Syn);
        script.Expect(Ack, 2, 2);
        script.Send(100, TcpFlags.Syn);
        Assert.Equal(TcpFlags.Syn | Ack, script.Network.Sent.Dequeue().Flags);
        Assert.Equal(1, script.Layer.ConnectionCount);
    }

    [Fact]
    public void The_reopened_connection_starts_beyond_every_number_of_the_old_one()
    {
        // RFC 9293 section 3.6.1 (MAY-2). The stream goes up and down; here it goes down sometimes.
        for (byte seed = 0; seed < 8; seed++)
        {
            var script = TimeWait(out _, new StreamNumbers(new TestEntropy(seed)));
            script.Send(100, TcpFlags.Syn);
            Assert.True(script.Network.Sent.Dequeue().Sequence > script.Iss + 2);
        }
    }

    [Fact]
    public void A_reset_does_not_end_TIME_WAIT()
    {
        // RFC 1337 section 3, fix F1.
        var script = TimeWait(out var connection);
        script.Send(2, TcpFlags.Rst);
        script.Send(2, TcpFlags.Rst | Ack, 2);
        script.ExpectNothing();
        Assert.Equal(TcpStateName.TimeWait, connection.State);
        script.Advance(60_000);
        Assert.Equal(TcpStateName.Closed, connection.State);
    }

    [Theory]
    [InlineData(101, true)]
    [InlineData(100, false)]
    [InlineData(99, false)]
    public void A_newer_timestamp_reopens_from_TIME_WAIT_whatever_the_number(uint value, bool reopened)
    {
        // RFC 6191 section 2.
        var script = TimeWait(out _, timestamps: new(100, 0));
        script.Send(-5000, TcpFlags.Syn, options: new TcpOptions { Timestamps = new(value, 0) });
        Assert.Equal(reopened ? TcpFlags.Syn | Ack : Ack, script.Network.Sent.Dequeue().Flags);
    }

    [Fact]
    public void An_older_timestamp_with_a_newer_number_reopens_too()
    {
        // RFC 9293 section 3.6.1 (MAY-2): a peer whose clock starts anywhere.
        var script = TimeWait(out _, timestamps: new(100, 0));
        script.Send(5000, TcpFlags.Syn, options: new TcpOptions { Timestamps = new(50, 0) });
        Assert.Equal(TcpFlags.Syn | Ack, script.Network.Sent.Dequeue().Flags);
    }

    [Fact]
    public void TIME_WAIT_ignores_text_and_repeats_of_anything_but_FIN_do_not_prolong_it()
    {
        var script = TimeWait(out var connection);
        script.Advance(30_000);
        script.Send(2, Ack, 2, 10);
        script.Send(1, Ack, 2);
        script.Drain();
        Assert.Equal(TcpReadStatus.EndOfStream, connection.Read(new byte[10], script.Now, out _));
        script.Advance(30_000);
        Assert.Equal(TcpStateName.Closed, connection.State);
    }

    [Fact]
    public void Aborting_when_both_have_said_FIN_is_silent_and_with_text_left_is_not()
    {
        // RFC 9293 section 3.10.5: CLOSING, LAST-ACK and TIME-WAIT; as long as text waits for the window, this is still CLOSE-WAIT.
        var script = TcpScript.Established(out var connection);
        connection.Close(script.Now);
        script.Send(1, FinAck, 1);
        script.Drain();
        Assert.Equal(TcpStateName.Closing, connection.State);
        connection.Abort();
        script.ExpectNothing();

        script = TcpScript.Established(out connection);
        script.Send(1, FinAck, 1);
        connection.Close(script.Now);
        script.Drain();
        Assert.Equal(TcpStateName.LastAck, connection.State);
        connection.Abort();
        script.ExpectNothing();

        script = TcpScript.Established(out connection, window: 10);
        connection.Write(new byte[100], script.Now, out _);
        script.Send(1, FinAck, 1, window: 10);
        connection.Close(script.Now);
        script.Drain();
        connection.Abort();
        script.Expect(TcpFlags.Rst | Ack, 11, 2);
    }

    [Fact]
    public void Connections_leave_TIME_WAIT_for_new_ones_in_the_order_in_which_they_would_have_expired()
    {
        var script = new TcpScript(new TcpSettings { MaximumConnections = 3 });
        var connections = new List<TcpConnection>();
        var starts = new List<SequenceNumber>();
        for (int i = 0; i < 3; i++)
        {
            connections.Add(script.Connect());
            starts.Add(script.Iss);
            script.Send(0, TcpFlags.Syn | Ack, 1);
            connections[i].Close(script.Now);
            script.Send(1, FinAck, 2);
            script.Advance(1000);
            script.Drain();
        }

        // The first one's peer repeats its FIN: that wait starts anew and is now the longest.
        script.OwnPort = connections[0].Key.LocalPort;
        script.Iss = starts[0];
        script.Send(1, FinAck, 2);
        script.Drain();
        var expected = new[] { connections[1], connections[2], connections[0] };
        foreach (var oldest in expected)
        {
            Assert.Equal(TcpStateName.TimeWait, oldest.State);
            script.Connect();
            Assert.Equal(TcpStateName.Closed, oldest.State);
        }
    }

    [Fact]
    public void A_full_table_recycles_the_oldest_TIME_WAIT()
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { MaximumConnections = 1 });
        connection.Close(script.Now);
        script.Send(1, FinAck, 2);
        script.Drain();
        script.Connect();
        Assert.Equal(1, script.Layer.ConnectionCount);
        Assert.Equal(1, script.Layer.Counters[TcpCounter.TimeWaitRecycled]);
    }

    [Fact]
    public void FIN_behind_a_zero_window_is_the_probe()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, Ack, 1, window: 0);
        connection.Close(script.Now);
        script.ExpectNothing();
        script.Advance(1000);
        script.Expect(FinAck, 1, 1);
        script.Send(1, Ack, 2, window: 0);
        Assert.Equal(TcpStateName.FinWait2, connection.State);
        script.Advance(10_000);
        script.ExpectNothing();
    }

    // A listener's connection that we closed first.
    private static TcpScript TimeWait(out TcpConnection connection, IInitialNumbers? numbers = null, TcpTimestamps? timestamps = null)
    {
        var options = new TcpOptions { Timestamps = timestamps };
        var script = new TcpScript(numbers: numbers) { OwnPort = 80 };
        script.Layer.Listen(Ipv4Address.Any, 80, 4, out var listener);
        script.Send(0, TcpFlags.Syn, options: options);
        script.Iss = script.Network.Sent.Dequeue().Sequence;
        script.Send(1, Ack, 1, options: options);
        listener!.TryAccept(out var accepted);
        connection = accepted!;
        connection.Close(script.Now);
        script.Send(1, FinAck, 2, options: options);
        script.Drain();
        Assert.Equal(TcpStateName.TimeWait, connection.State);
        return script;
    }
}
