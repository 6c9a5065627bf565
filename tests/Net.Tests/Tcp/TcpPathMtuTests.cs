using System.Buffers.Binary;
using DSoftBus.Net.Icmp;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Net.Stack;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>RFC 1191 and RFC 2923 section 2.1.</summary>
public sealed class TcpPathMtuTests
{
    private const TcpFlags Ack = TcpFlags.Ack;
    private static readonly TcpOptions Permitted = new() { SackPermitted = true };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Segments_that_were_too_long_leave_again_in_smaller_ones_and_the_window_stays(bool sack)
    {
        var script = TcpScript.Established(out var connection, options: sack ? Permitted : default);
        connection.Write(new byte[2 * 1460], script.Now, out _);
        Assert.Equal(2, script.Drain());
        int window = connection.CongestionWindow;
        script.Network.Mtu = 1000;
        script.Layer.OnPathMtuChanged(ScriptedNetwork.Peer, script.Now);
        script.Expect(Ack, 1, 1, 960);
        script.Expect(Ack, 961, 1, 500);
        script.Expect(Ack, 1461, 1, 960);
        script.Expect(Ack, 2421, 1, 500);
        script.ExpectNothing();
        Assert.Equal(window, connection.CongestionWindow);
        connection.Write(new byte[1200], script.Now, out _);
        script.Expect(Ack, 2921, 1, 960);
        script.Send(1, Ack, 2921);
        Assert.Equal(1200, connection.QueuedOctets);
    }

    [Fact]
    public void Another_destinations_path_changes_nothing_here_and_a_wider_one_neither()
    {
        var script = TcpScript.Established(out var connection);
        script.Network.Mtu = 1000;
        script.Layer.OnPathMtuChanged(new Ipv4Address(10, 0, 0, 3), script.Now);
        connection.Write(new byte[1460], script.Now, out _);
        script.Expect(Ack, 1, 1, 1460);
        script.Network.Mtu = 9000;
        script.Layer.OnPathMtuChanged(ScriptedNetwork.Peer, script.Now);
        script.ExpectNothing();
    }

    [Fact]
    public void After_three_timeouts_of_a_long_segment_short_ones_are_tried()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[1460], script.Now, out _);
        script.Advance(3000);
        Assert.All(script.Network.Sent, sent => Assert.Equal(1460, sent.Text.Length));
        script.Drain();
        script.Advance(4000);
        script.Expect(Ack, 1, 1, 536);
        Assert.Equal(1, script.Layer.Counters[TcpCounter.BlackHoles]);
        script.Send(1, Ack, 537);
        script.Expect(Ack, 537, 1, 536);
        script.Expect(Ack, 1073, 1, 388);
    }

    [Fact]
    public void Timeouts_of_a_short_segment_are_no_black_hole()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[100], script.Now, out _);
        script.Advance(20_000);
        Assert.Equal(0, script.Layer.Counters[TcpCounter.BlackHoles]);
    }

    [Fact]
    public void The_table_believes_only_less_forgets_after_its_time_and_is_bounded()
    {
        var table = new PathMtuTable(2, TimeSpan.FromMinutes(10));
        var (a, b, c) = (new Ipv4Address(192, 0, 2, 1), new Ipv4Address(192, 0, 2, 2), new Ipv4Address(192, 0, 2, 3));
        var now = Instant.Zero;
        Assert.True(table.TryLower(a, 1400, 1500, now));
        Assert.False(table.TryLower(a, 1400, 1500, now));
        Assert.False(table.TryLower(a, 1450, 1500, now));
        Assert.Equal((1400, 1500), (table.Towards(a, 1500, now), table.Towards(b, 1500, now)));

        // A router that names no size, and one that lies.
        Assert.True(table.TryLower(b, 0, 1500, now));
        Assert.Equal(1492, table.Towards(b, 1500, now));
        Assert.True(table.TryLower(b, 0, 1500, now));
        Assert.Equal(1006, table.Towards(b, 1500, now));
        Assert.True(table.TryLower(b, 68, 1500, now));
        Assert.Equal(PathMtuTable.Floor, table.Towards(b, 1500, now));
        Assert.False(table.TryLower(b, 0, 1500, now));

        Assert.True(table.TryLower(c, 1400, 1500, now));
        Assert.Equal(1500, table.Towards(a, 1500, now));
        Assert.Equal(1500, table.Towards(c, 1500, now + TimeSpan.FromMinutes(10)));
    }

    [Theory]
    [InlineData(0, 1, 0)] // the segment in flight
    [InlineData(-1000, 0, 1)] // acknowledged long ago
    [InlineData(100_000, 0, 1)] // never sent
    public void Only_a_report_that_quotes_a_segment_in_flight_is_believed(int difference, long believed, long ignored)
    {
        var transport = Quoting(difference, IcmpUnreachableCode.FragmentationNeeded, 1200, out var connection);
        Assert.Equal((believed, ignored), (transport.Layer.Counters[TcpCounter.PathMtuLowered], transport.Layer.Counters[TcpCounter.PathMtuIgnored]));
        Assert.Equal(believed == 1 ? 1200 : 1500, transport.MtuTowards(StackSimulation.Address(99)));
        Assert.Equal(TcpFailure.None, connection.Failure);
    }

    [Theory]
    [InlineData(0, TcpFailure.Unreachable)]
    [InlineData(1, TcpFailure.None)]
    [InlineData(-1, TcpFailure.None)]
    public void An_opening_is_ended_only_by_an_error_that_quotes_its_SYN(int difference, TcpFailure expected)
    {
        Quoting(difference, IcmpUnreachableCode.Port, 0, out var connection);
        Assert.Equal(expected, connection.Failure);
    }

    // An opening to which a host answers with an ICMP error that quotes its SYN, the number shifted.
    private static TcpTransport Quoting(int difference, IcmpUnreachableCode code, ushort mtu, out TcpConnection connection)
    {
        var simulation = new StackSimulation();
        var host = simulation.AddHost(99);
        var stack = simulation.Attach(10, out var device);
        var transport = new TcpTransport(stack, device.Buffers, simulation.Clock);
        stack.ConfigureStatic(new Ipv4Network(StackSimulation.Address(10), 24), null, simulation.Now);
        Assert.Equal(TcpOpenStatus.Ok, transport.Layer.Connect(host.Address, 80, simulation.Now, out var opening));
        simulation.RunFor(TimeSpan.FromMilliseconds(10));
        byte[] quoted = host.Payloads(IpProtocol.Tcp)[0];
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(quoted.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(quoted.AsSpan(4), unchecked(sequence + (uint)difference));
        transport.OnError(
            new IcmpErrorInfo(IcmpType.DestinationUnreachable, (byte)code, mtu, host.Address, StackSimulation.Address(10), host.Address),
            quoted, simulation.Now);
        connection = opening!;
        return transport;
    }
}
