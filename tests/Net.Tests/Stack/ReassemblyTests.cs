using CsCheck;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 791 section 3.2, RFC 815, RFC 1122 sections 3.3.2 and 3.2.2.6.</summary>
public sealed class ReassemblyTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    private readonly StackSimulation _simulation = new();
    private readonly NetStack _stack;
    private readonly ScriptedHost _host;
    private readonly UdpSocket _socket;

    public ReassemblyTests()
    {
        _stack = _simulation.Add(10);
        _host = _simulation.AddHost(99);
        Assert.Equal(UdpBindStatus.Bound, _stack.Udp.TryBind(Ipv4Address.Any, 7000, share: false, out var socket));
        _socket = socket!;
    }

    [Fact]
    public void A_datagram_cut_anywhere_in_any_order_with_repetitions_arrives_once_and_whole()
        => Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[1, 40], Gen.UInt).Sample((payload, blocks, seed) =>
        {
            byte[] datagram = Datagram(payload);
            var pieces = Cut(datagram.Length, blocks * 8).ToList();
            var random = new Random((int)seed);
            var order = pieces.Concat(pieces.Take(pieces.Count / 3)).OrderBy(_ => random.Next()).ToList();
            ushort identification = (ushort)seed;
            // A repetition after the last piece begins a new datagram, which the next case may not meet.
            order = [.. order.Distinct().SkipLast(1).SelectMany(piece => order.Count(other => other == piece) > 1 ? new[] { piece, piece } : [piece]), order.Distinct().Last()];
            foreach (var (offset, length) in order)
                Send(datagram, offset, length, identification);
            byte[] received = new byte[4000];
            Assert.True(_socket.TryReceive(received, out var info));
            Assert.Equal(payload, received[..info.Length]);
            Assert.False(_socket.IsReadable);
        }, iter: 200, threads: 1);

    [Fact]
    public void Pieces_that_overlap_differently_end_the_datagram()
    {
        byte[] datagram = Datagram(new byte[100]);
        Send(datagram, 0, 48, 1);
        Send(datagram, 40, 68, 1);
        Assert.Equal(1UL, _stack.Counters[NetCounter.Ipv4FragmentConflict]);
        Send(datagram, 48, 60, 1); // the rest alone completes nothing any more
        Assert.False(_socket.IsReadable);
    }

    [Fact]
    public void A_second_end_elsewhere_ends_the_datagram()
    {
        byte[] datagram = Datagram(new byte[100]);
        Send(datagram, 48, 60, 1);
        Send(datagram[..56], 48, 8, 1);
        Assert.Equal(1UL, _stack.Counters[NetCounter.Ipv4FragmentConflict]);
        Send(datagram[..64], 56, 8, 2);
        Send(datagram[..56], 48, 8, 2); // an end before data that is there already
        Assert.Equal(2UL, _stack.Counters[NetCounter.Ipv4FragmentConflict]);
        Send(datagram, 48, 60, 3);
        Send([.. datagram, .. new byte[20]], 108, 8, 3, more: true); // data behind the end
        Assert.Equal(3UL, _stack.Counters[NetCounter.Ipv4FragmentConflict] + _stack.Counters[NetCounter.Ipv4FragmentMalformed]);
    }

    [Theory]
    [InlineData(0, 20, true)] // not a multiple of 8
    [InlineData(8, 0, false)] // empty
    [InlineData(65528, 100, false)] // beyond 65535: the "ping of death"
    public void A_piece_that_cannot_be_is_refused(int offset, int length, bool more)
    {
        _host.SendIpv4(StackSimulation.Hardware(10), Repr(1, offset, length, more), new byte[length]);
        _simulation.RunFor(Moment);
        Assert.Equal(1UL, _stack.Counters[NetCounter.Ipv4FragmentMalformed]);
    }

    [Fact]
    public void What_does_not_become_whole_is_given_up_and_its_sender_told()
    {
        byte[] datagram = Datagram(new byte[100]);
        Send(datagram, 0, 48, 1);
        Send(datagram, 48, 8, 2); // without the first piece nobody is told
        _simulation.RunFor(TimeSpan.FromSeconds(61));
        Assert.Equal(2UL, _stack.Counters[NetCounter.Ipv4ReassemblyTimedOut]);
        byte[] message = Assert.Single(_host.Payloads(IpProtocol.Icmp));
        Assert.Equal(WireError.None, IcmpView.TryParse(message, out var view));
        Assert.Equal((IcmpType.TimeExceeded, (byte)1), (view.Type, view.Code));
        Assert.Equal(WireError.None, Ipv4View.TryParse(view.Payload, out var quoted));
        Assert.Equal(datagram[..48], quoted.Payload.ToArray());
        Send(datagram, 48, 60, 1);
        Assert.False(_socket.IsReadable);
    }

    [Fact]
    public void A_flood_of_beginnings_from_one_source_leaves_room_for_another()
    {
        byte[] datagram = Datagram(new byte[100]);
        var other = _simulation.AddHost(77);
        other.SendIpv4(StackSimulation.Hardware(10), Repr(5, 0, 48, true) with { Source = other.Address }, Datagram(new byte[100], other.Address).AsSpan(0, 48));
        _simulation.RunFor(Moment);
        for (ushort identification = 0; identification < 100; identification++)
            Send(datagram, 0, 48, identification);
        Assert.Equal(98UL, _stack.Counters[NetCounter.Ipv4ReassemblyEvicted]);
        other.SendIpv4(StackSimulation.Hardware(10), Repr(5, 48, 60, false) with { Source = other.Address }, Datagram(new byte[100], other.Address).AsSpan(48));
        _simulation.RunFor(Moment);
        Assert.True(_socket.IsReadable);
    }

    [Fact]
    public void Datagrams_of_different_protocols_and_targets_are_not_mixed()
    {
        byte[] datagram = Datagram(new byte[100]);
        Send(datagram, 0, 48, 1);
        _host.SendIpv4(StackSimulation.Hardware(10), Repr(1, 48, 60, false) with { Protocol = IpProtocol.Tcp }, datagram.AsSpan(48));
        Send(datagram, 48, 60, 2);
        Assert.False(_socket.IsReadable);
    }

    [Theory]
    [InlineData(1472)]
    [InlineData(1473)]
    [InlineData(20_000)]
    [InlineData(65_507)]
    public void An_echo_of_any_length_comes_back_whole(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        var echo = new IcmpEchoRepr(IsReply: false, 7, 1, length);
        byte[] message = new byte[echo.Length];
        data.CopyTo(message.AsSpan(IcmpView.HeaderLength));
        echo.Emit(message);
        // As every host does first; the cache keeps only one packet for a neighbour it does not know.
        _host.SendArp(new ArpRepr(ArpOperation.Request, _host.Hardware, _host.Address, default, StackSimulation.Address(10)), StackSimulation.Hardware(10));
        foreach (var (offset, count) in Cut(message.Length, 1480))
            _host.SendIpv4(StackSimulation.Hardware(10), Repr(9, offset, count, offset + count < message.Length) with { Protocol = IpProtocol.Icmp }, message.AsSpan(offset, count));
        _simulation.RunFor(Moment);
        byte[] reply = [.. _host.Payloads(IpProtocol.Icmp).SelectMany(piece => piece)];
        Assert.Equal(WireError.None, IcmpView.TryParse(reply, out var view));
        Assert.Equal((IcmpType.EchoReply, true), (view.Type, view.IsChecksumValid));
        Assert.Equal(data, view.Payload.ToArray());
    }

    [Fact]
    public void Whole_datagrams_that_nobody_reads_run_out_of_buffers_and_nothing_else()
    {
        byte[] datagram = Datagram(new byte[100]);
        for (ushort identification = 0; identification < 50; identification++)
        {
            Send(datagram, 0, 48, identification);
            Send(datagram, 48, 60, identification);
        }

        Assert.True(_stack.Counters[NetCounter.Ipv4ReassemblyNoBuffer] > 0);
        while (_socket.TryReceive(new byte[200], out _))
        {
        }

        Send(datagram, 0, 48, 100);
        Send(datagram, 48, 60, 100);
        Assert.True(_socket.IsReadable);
    }

    private static IEnumerable<(int Offset, int Length)> Cut(int length, int most)
    {
        for (int offset = 0; offset < length; offset += most)
            yield return (offset, Math.Min(most, length - offset));
    }

    private void Send(byte[] datagram, int offset, int length, ushort identification, bool? more = null)
    {
        _host.SendIpv4(StackSimulation.Hardware(10), Repr(identification, offset, length, more ?? offset + length < datagram.Length), datagram.AsSpan(offset, length));
        _simulation.RunFor(Moment);
    }

    private Ipv4Repr Repr(ushort identification, int offset, int length, bool more) =>
        new(_host.Address, StackSimulation.Address(10), IpProtocol.Udp, length, Identification: identification, DontFragment: false, FragmentOffset: offset, MoreFragments: more);

    private byte[] Datagram(byte[] payload, Ipv4Address? source = null)
    {
        var udp = new UdpRepr(1, 7000, payload.Length);
        byte[] datagram = new byte[udp.Length];
        udp.Emit(datagram);
        payload.CopyTo(datagram.AsSpan(UdpView.HeaderLength));
        UdpRepr.FillChecksum(datagram, source ?? _host.Address, StackSimulation.Address(10));
        return datagram;
    }
}
