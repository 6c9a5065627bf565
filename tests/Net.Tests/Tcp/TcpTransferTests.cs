using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Text both ways, windows, acknowledgments: RFC 9293 sections 3.7, 3.8, 3.10.7.4; RFC 1122 section 4.2.3; RFC 5961.</summary>
public sealed class TcpTransferTests
{
    private const TcpFlags Ack = TcpFlags.Ack;

    [Fact]
    public void Text_is_cut_into_segments_of_the_peers_MSS_and_the_last_is_pushed()
    {
        var script = TcpScript.Established(out var connection, options: new TcpOptions { MaximumSegmentSize = 500 });
        var text = TcpScript.PeerText(0, 1200);
        Assert.Equal(TcpWriteStatus.Ok, connection.Write(text, script.Now, out int count));
        Assert.Equal(1200, count);
        Assert.Equal(text[..500], script.Expect(Ack, 1, 1, 500).Text);
        script.Expect(Ack, 501, 1, 500);
        var last = script.Expect(Ack, 1001, 1, 200);
        Assert.Equal(text[1000..], last.Text);
        Assert.True((last.Flags & TcpFlags.Psh) != 0);
        Assert.Equal(1200, connection.QueuedOctets);
        script.Send(1, Ack, 701);
        Assert.Equal(500, connection.QueuedOctets);
        script.Send(1, Ack, 1201);
        Assert.Equal(0, connection.QueuedOctets);
        Assert.Equal(script.Network.Buffers.Capacity, script.Network.Buffers.Available);
    }

    [Fact]
    public void Without_an_MSS_option_segments_have_536_octets()
    {
        var script = new TcpScript();
        var connection = script.Connect();
        script.Send(0, TcpFlags.Syn | Ack, 1);
        script.Drain();
        connection.Write(new byte[600], script.Now, out _);
        script.Expect(Ack, 1, 1, 536);
        script.Expect(Ack, 537, 1, 64);
    }

    [Fact]
    public void Every_second_full_segment_is_acknowledged_at_once_and_a_single_one_after_the_delay()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, Ack, 1, 1460);
        script.ExpectNothing();
        script.Send(1461, Ack, 1, 1460);
        script.Expect(Ack, 1, 2921);
        script.Send(2921, Ack, 1, 10);
        script.Advance(39);
        script.ExpectNothing();
        script.Advance(1);
        script.Expect(Ack, 1, 2931);
        var text = new byte[5000];
        Assert.Equal(TcpReadStatus.Ok, connection.Read(text, script.Now, out int count));
        Assert.Equal(TcpScript.PeerText(1, 2930), text[..count]);
        Assert.Equal(TcpReadStatus.WouldBlock, connection.Read(text, script.Now, out _));
    }

    [Fact]
    public void An_acknowledgment_rides_on_text()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, Ack, 1, 10);
        connection.Write(new byte[4], script.Now, out _);
        script.Expect(Ack, 1, 11, 4);
        script.Send(11, Ack, 5);
        script.Advance(5000);
        script.ExpectNothing();
    }

    [Fact]
    public void Text_out_of_order_is_kept_acknowledged_at_once_and_delivered_in_order()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(101, Ack, 1, 100);
        script.Expect(Ack, 1, 1);
        script.Send(51, Ack, 1, 80);
        script.Expect(Ack, 1, 1);
        Assert.Equal(TcpReadStatus.WouldBlock, connection.Read(new byte[1], script.Now, out _));
        script.Send(1, Ack, 1, 50);
        script.Expect(Ack, 1, 201);
        var text = new byte[300];
        connection.Read(text, script.Now, out int count);
        Assert.Equal(TcpScript.PeerText(1, 200), text[..count]);
    }

    [Fact]
    public void Repeated_text_is_acknowledged_and_delivered_once()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, Ack, 1, 100);
        script.Send(1, Ack, 1, 100);
        script.Expect(Ack, 1, 101);
        script.Send(51, Ack, 1, 100);
        script.Expect(Ack, 1, 151);
        var text = new byte[300];
        connection.Read(text, script.Now, out int count);
        Assert.Equal(TcpScript.PeerText(1, 150), text[..count]);
    }

    [Fact]
    public void The_window_closes_as_text_waits_and_opens_by_half_a_buffer_or_two_segments()
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { ReceiveBuffer = 4096 });
        script.Send(1, Ack, 1, 1460);
        script.Send(1461, Ack, 1, 1460);
        script.Expect(Ack, 1, 2921, window: 1176);
        script.Send(2921, Ack, 1, 1460);
        script.Expect(Ack, 1, 4097, window: 0);
        Assert.Equal(1, script.Layer.Counters[TcpCounter.TextOutsideWindow]);

        // A probe is answered and not taken.
        script.Send(4097, Ack, 1, 1);
        script.Expect(Ack, 1, 4097, window: 0);
        connection.Read(new byte[1000], script.Now, out _);
        script.ExpectNothing();
        connection.Read(new byte[1100], script.Now, out _);
        script.Expect(Ack, 1, 4097, window: 2100);
    }

    [Fact]
    public void A_zero_window_is_probed_with_one_octet_at_doubling_intervals_for_as_long_as_the_peer_answers()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[10], script.Now, out _);
        script.Expect(Ack, 1, 1, 10);
        script.Send(1, Ack, 11, window: 0);
        connection.Write(TcpScript.PeerText(0, 300), script.Now, out _);
        script.ExpectNothing();
        foreach (int seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60, 60 })
        {
            script.Advance((seconds * 1000) - 1);
            script.ExpectNothing();
            script.Advance(1);
            script.Expect(Ack, 11, 1, 1);
            script.Send(1, Ack, 11, window: 0);
            script.ExpectNothing();
        }

        // Opened: everything goes, the probed octet first.
        script.Send(1, Ack, 11, window: 1000);
        Assert.Equal(TcpScript.PeerText(0, 1), script.Expect(Ack, 11, 1, 1).Text);
        Assert.Equal(TcpScript.PeerText(1, 299), script.Expect(Ack, 12, 1, 299).Text);
        script.Send(1, Ack, 311, window: 1000);
        Assert.Equal(0, connection.QueuedOctets);
    }

    [Fact]
    public void A_zero_window_whose_owner_falls_silent_ends_after_R2()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, Ack, 1, window: 0);
        connection.Write(new byte[1], script.Now, out _);
        script.Advance(400_000);
        Assert.Equal(TcpFailure.TimedOut, connection.Failure);
    }

    [Fact]
    public void A_window_below_half_the_largest_holds_text_back_until_the_override()
    {
        var script = TcpScript.Established(out var connection, window: 2000);
        script.Send(1, Ack, 1, window: 500);
        connection.Write(new byte[1000], script.Now, out _);
        script.ExpectNothing();
        script.Advance(1000);
        script.Expect(Ack, 1, 1, 500);
        script.Send(1, Ack, 501, window: 1000);
        script.Expect(Ack, 501, 1, 500);
    }

    [Fact]
    public void Old_segments_do_not_change_the_window()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, Ack, 1, 10, window: 3000);
        script.Send(0, Ack, 1, 5, window: 9);
        Assert.Equal(3000, connection.SendWindow);
        script.Send(11, Ack, 1, window: 4000);
        Assert.Equal(4000, connection.SendWindow);
    }

    [Fact]
    public void Nagle_holds_a_small_segment_while_text_is_outstanding_and_is_off_by_default()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[1], script.Now, out _);
        connection.Write(new byte[1], script.Now, out _);
        Assert.Equal(2, script.Drain());
        connection.Nagle = true;
        connection.Write(new byte[1], script.Now, out _);
        connection.Write(new byte[2], script.Now, out _);
        script.ExpectNothing();
        script.Send(1, Ack, 3);
        script.Expect(Ack, 3, 1, 3);
        connection.Write(new byte[5], script.Now, out _);
        script.ExpectNothing();
        connection.Write(new byte[1460], script.Now, out _);
        script.Expect(Ack, 6, 1, 1460);
        script.ExpectNothing();
        connection.Close(script.Now);
        script.Expect(Ack | TcpFlags.Fin, 1466, 1, 5);
    }

    [Fact]
    public void A_full_send_buffer_takes_part_and_is_writable_again_after_acknowledgments()
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { SendBuffer = 4000 });
        int notes = 0;
        connection.ReadinessChanged = _ => notes++;
        Assert.Equal(TcpWriteStatus.Ok, connection.Write(new byte[5000], script.Now, out int count));
        Assert.Equal(4000, count);
        Assert.Equal(TcpWriteStatus.WouldBlock, connection.Write(new byte[1], script.Now, out _));
        Assert.Equal(TcpReadiness.None, connection.Readiness);
        script.Send(1, Ack, 1461);
        Assert.Equal(TcpReadiness.Writable, connection.Readiness);
        Assert.Equal(1, notes);
    }

    [Fact]
    public void Send_queues_share_a_bounded_part_of_the_pool_and_the_hungry_are_told()
    {
        var script = TcpScript.Established(out var first, new TcpSettings { SendBuffersOfAll = 4 });
        script.OwnPort = 0;
        for (int i = 0; i < 4; i++)
            first.Write(new byte[1], script.Now, out _);
        int notes = 0;
        first.ReadinessChanged = _ => notes++;
        Assert.Equal(TcpWriteStatus.WouldBlock, first.Write(new byte[1], script.Now, out _));
        script.OwnPort = first.Key.LocalPort;
        script.Send(1, Ack, 3);
        Assert.Equal(1, notes);
        Assert.Equal(TcpWriteStatus.Ok, first.Write(new byte[1], script.Now, out _));
    }

    [Fact]
    public void A_full_device_delays_and_loses_nothing()
    {
        var script = TcpScript.Established(out var connection);
        script.Network.IsFull = true;
        connection.Write(new byte[2000], script.Now, out _);
        script.Send(1, Ack, 1, 2920);
        script.ExpectNothing();
        script.Network.IsFull = false;
        script.Layer.Poll(script.Now);
        script.Expect(Ack, 1, 2921, 1460);
        script.Expect(Ack, 1461, 2921, 540);
        script.ExpectNothing();
    }

    [Fact]
    public void A_buffer_that_the_device_still_holds_is_not_written_again_but_its_text_is_sent_again()
    {
        var script = TcpScript.Established(out var connection);
        script.Network.InDevice = [];
        connection.Write(TcpScript.PeerText(5, 10), script.Now, out _);
        script.Expect(Ack, 1, 1, 10);
        var held = script.Network.InDevice[0];
        var frame = held.Span.ToArray();

        // A device that says late that it sent, and a frame that got lost: the timer may not wait for the device.
        script.Send(1, Ack, 4, 30);
        script.Advance(1000);
        Assert.Equal(TcpScript.PeerText(8, 7), script.Network.Sent.Last().Text);
        Assert.Equal(frame, held.Span.ToArray());
        script.Network.InDevice.ForEach(buffer => buffer.Release());
        script.Send(31, Ack, 11);
        connection.Read(new byte[40], script.Now, out _);
        Assert.Equal(script.Network.Buffers.Capacity, script.Network.Buffers.Available);
    }

    [Fact]
    public void RST_resets_only_at_the_exact_number_and_is_challenged_elsewhere_in_the_window()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(100, TcpFlags.Rst);
        script.Expect(Ack, 1, 1);
        script.Send(70_000, TcpFlags.Rst);
        script.Send(0, TcpFlags.Rst);
        script.ExpectNothing();
        Assert.Equal(TcpStateName.Established, connection.State);
        script.Send(1, TcpFlags.Rst);
        Assert.Equal(TcpFailure.Reset, connection.Failure);
        Assert.Equal(TcpWriteStatus.Failed, connection.Write(new byte[1], script.Now, out _));
        Assert.Equal(TcpReadStatus.Failed, connection.Read(new byte[1], script.Now, out _));
        script.ExpectNothing();
    }

    [Fact]
    public void SYN_and_unbelievable_ACK_are_challenged()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, TcpFlags.Syn);
        script.Expect(Ack, 1, 1);
        script.Send(0, TcpFlags.Syn | Ack, 1);
        script.Expect(Ack, 1, 1);
        script.Send(1, Ack, 2, 10);
        script.Expect(Ack, 1, 1);
        script.Send(1, Ack, -70_000, 10);
        script.Expect(Ack, 1, 1);
        Assert.Equal(TcpReadStatus.WouldBlock, connection.Read(new byte[1], script.Now, out _));
        Assert.Equal(TcpStateName.Established, connection.State);
    }

    [Fact]
    public void Challenges_are_limited_per_second()
    {
        // Between half and all of the limit, differently from second to second: a known number could be counted down by others.
        var script = TcpScript.Established(out _, new TcpSettings { ChallengesPerSecond = 8 });
        var answered = new HashSet<int>();
        for (int second = 0; second < 30; second++)
        {
            for (int i = 0; i < 12; i++)
                script.Send(1, TcpFlags.Syn);
            answered.Add(script.Drain());
            script.Advance(1000);
        }

        Assert.Equal([4, 5, 6, 7, 8], answered.Order());
    }

    [Fact]
    public void A_peer_that_restarted_and_connects_anew_learns_of_the_old_connection()
    {
        // RFC 9293 section 3.5.1 with RFC 5961 section 4.2: SYN, challenge, RST at the exact number.
        var script = TcpScript.Established(out var connection);
        script.Send(500, TcpFlags.Syn);
        script.Expect(Ack, 1, 1);
        script.Send(1, TcpFlags.Rst);
        Assert.Equal(TcpFailure.Reset, connection.Failure);
    }

    [Fact]
    public void Bare_segments_outside_the_window_are_answered_twice_a_second_and_repeated_text_always()
    {
        // RFC 5961 section 7: two ends that lost each other's numbers would otherwise answer answers for ever.
        var script = TcpScript.Established(out _);
        for (int i = 0; i < 10; i++)
            script.Send(100_000, Ack, 1);
        script.Expect(Ack, 1, 1);
        script.ExpectNothing();
        script.Advance(500);
        script.Send(100_000, Ack, 1);
        script.Expect(Ack, 1, 1);
        for (int i = 0; i < 10; i++)
            script.Send(-70_000, Ack, 1, 10);
        Assert.Equal(10, script.Drain());
    }

    [Fact]
    public void Segments_without_ACK_are_dropped()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, TcpFlags.None, length: 10);
        script.ExpectNothing();
        Assert.Equal(TcpReadStatus.WouldBlock, connection.Read(new byte[1], script.Now, out _));
        Assert.Equal(1, script.Layer.Counters[TcpDropReason.MissingAck]);
    }
}
