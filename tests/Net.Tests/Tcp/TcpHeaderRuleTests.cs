using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Tests.Net.Stack;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Rules about single fields of a segment: RFC 9293 sections 3.1, 3.7, 3.8.5, 3.8.6, 3.9.2 and 3.10.7.</summary>
public sealed class TcpHeaderRuleTests
{
    private const TcpFlags Ack = TcpFlags.Ack;
    private const TcpFlags SynAck = TcpFlags.Syn | Ack;

    [Fact]
    public void Urgent_text_is_delivered_in_line()
    {
        var script = TcpScript.Established(out var connection);
        script.Send(1, Ack | TcpFlags.Urg, 1, 10);
        var buffer = new byte[20];
        Assert.Equal(TcpReadStatus.Ok, connection.Read(buffer, script.Now, out int count));
        Assert.Equal(TcpScript.PeerText(1, 10), buffer[..count]);
    }

    [Fact]
    public void A_window_that_shrank_below_what_was_sent_gets_as_much_as_fits_until_all_is_there()
    {
        // Section 3.8.6, MUST-34, SHLD-15 to SHLD-17.
        var script = TcpScript.Established(out var connection, window: 5000);
        connection.Write(new byte[4380], script.Now, out _);
        Assert.Equal(3, script.Drain());
        script.Send(1, Ack, 1, window: 1000);
        connection.Write(new byte[1000], script.Now, out _);
        script.ExpectNothing();
        int heard = 1;
        for (int round = 0; round < 40 && heard < 5381; round++)
        {
            script.Advance(3000);
            foreach (var sent in script.Network.Sent)
            {
                int start = sent.Sequence - script.Iss;
                Assert.InRange(start + sent.Text.Length, 1, heard + 1000);
                if (start <= heard)
                    heard = Math.Max(heard, start + sent.Text.Length);
            }

            script.Drain();
            script.Send(1, Ack, heard, window: 1000);
        }

        Assert.Equal((5381, 0, TcpStateName.Established), (heard, connection.QueuedOctets, connection.State));

        // Not by the way out of black holes, which would hide that nothing was sent.
        Assert.Equal(0, script.Layer.Counters[TcpCounter.BlackHoles]);
    }

    [Fact]
    public void A_zero_window_lets_resets_and_acknowledgments_in()
    {
        // MUST-66 as far as it concerns RST; ACKs are section 3.10.7.4.
        var script = TcpScript.Established(out var connection, new TcpSettings { ReceiveBuffer = 1024 });
        connection.Write(new byte[10], script.Now, out _);
        script.Send(1, Ack, 1, 1024);
        script.Advance(40);
        Assert.Equal(0, script.Network.Sent.Last().Header.Window);
        script.Send(1025, Ack, 11);
        Assert.Equal(0, connection.QueuedOctets);
        script.Send(1025, TcpFlags.Rst);
        Assert.Equal(TcpFailure.Reset, connection.Failure);
    }

    [Fact]
    public void Text_in_a_SYN_is_not_kept_for_a_half_open_connection_and_comes_again()
    {
        var script = new TcpScript { OwnPort = 80 };
        script.Layer.Listen(Ipv4Address.Any, 80, 1, out var listener);
        script.Send(0, TcpFlags.Syn, length: 20);
        var answer = script.Network.Sent.Dequeue();
        script.Iss = answer.Sequence;
        Assert.Equal(1u, unchecked(answer.Header.AcknowledgmentNumber - TcpScript.PeerIss));
        script.Send(1, Ack, 1, 20);
        Assert.True(listener!.TryAccept(out var connection));
        connection.Read(new byte[30], script.Now, out int count);
        Assert.Equal(20, count);
    }

    [Fact]
    public void Text_and_FIN_in_the_answer_to_our_SYN_are_taken()
    {
        // Section 3.10.7.3: what follows the SYN is processed in ESTABLISHED.
        var script = new TcpScript();
        var connection = script.Connect();
        script.Send(0, SynAck | TcpFlags.Fin, 1, 20);
        script.Expect(Ack, 1, 22);
        Assert.Equal(TcpStateName.CloseWait, connection.State);
        connection.Read(new byte[30], script.Now, out int count);
        Assert.Equal(20, count);
    }

    [Theory]
    [InlineData(TcpFlags.Syn, 7)] // 3 options in the SYN of an opening...
    [InlineData(TcpFlags.Ack, 0)] // ...and none that takes room in a later segment without timestamps.
    public void MSS_and_scale_are_offered_in_a_SYN_only(TcpFlags kind, int expected)
    {
        var script = new TcpScript(new TcpSettings { Timestamps = false });
        var connection = script.Connect(out var syn);
        script.Send(0, SynAck, 1);
        var ack = script.Expect(Ack, 1, 1);
        var options = (kind == TcpFlags.Syn ? syn : ack).Header.Options;
        Assert.Equal(expected, (options.MaximumSegmentSize is null ? 0 : 1) + (options.WindowScale is null ? 0 : 2) + (options.SackPermitted ? 4 : 0));
        Assert.Equal(TcpStateName.Established, connection.State);
    }

    [Fact]
    public void The_offered_segment_size_follows_the_links_MTU_and_the_peer_is_never_sent_more()
    {
        var script = new TcpScript();
        script.Network.Mtu = 1400;
        var connection = script.Connect(out var syn);
        Assert.Equal((ushort)1360, syn.Header.Options.MaximumSegmentSize);
        script.Send(0, SynAck, 1, options: new TcpOptions { MaximumSegmentSize = 9000 });
        script.Drain();
        connection.Write(new byte[3000], script.Now, out _);
        script.Expect(Ack, 1, 1, 1360);
    }

    [Fact]
    public void Segments_leave_with_a_time_to_live_of_64_and_may_not_be_cut()
    {
        var simulation = new StackSimulation();
        var host = simulation.AddHost(99);
        var stack = simulation.Attach(10, out var device);
        var transport = new TcpTransport(stack, device.Buffers, simulation.Clock);
        stack.ConfigureStatic(new Ipv4Network(StackSimulation.Address(10), 24), null, simulation.Now);
        Assert.Equal(TcpOpenStatus.Ok, transport.Layer.Connect(host.Address, 80, simulation.Now, out _));
        simulation.RunFor(TimeSpan.FromMilliseconds(10));
        var frame = Assert.Single(host.Received, IsTcp);
        Assert.Equal(WireError.None, Ipv4View.TryParse(frame.AsSpan(EthernetView.HeaderLength), out var view));
        Assert.Equal((64, true, 0), (view.TimeToLive, view.DontFragment, view.Identification));
        Assert.Equal(0, view.TypeOfService);
    }

    private static bool IsTcp(byte[] frame) =>
        EthernetView.TryParse(frame, out var ethernet) == WireError.None && ethernet.Type == EtherType.Ipv4
        && Ipv4View.TryParse(frame.AsSpan(EthernetView.HeaderLength), out var view) == WireError.None && view.Protocol == IpProtocol.Tcp;
}
