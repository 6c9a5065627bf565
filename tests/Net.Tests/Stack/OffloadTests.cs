using CsCheck;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>The same conversation whatever the devices do: checksums, segmentation and coalescing change who works, not what is said.</summary>
public sealed class OffloadTests
{
    internal const NetDeviceFeatures Sending = NetDeviceFeatures.TransmitChecksum | NetDeviceFeatures.TransmitSegmentation;
    internal const NetDeviceFeatures All = Sending | NetDeviceFeatures.ReceiveChecksum | NetDeviceFeatures.ReceiveCoalescing;

    [Fact]
    public void What_a_device_cuts_is_what_the_stack_would_have_sent() =>
        Gen.Select(Gen.Int[1, 30_000].Array[1, 12], Gen.Int[1, 64], Gen.Bool, Gen.Bool, Gen.Int[0, 200]).Sample(
            (writes, readEvery, nagle, timestamps, lossFrom) =>
            {
                var settings = new TcpSettings { Nagle = nagle, Timestamps = timestamps, SelectiveAcknowledgments = readEvery % 2 == 0 };
                var plain = Run(NetDeviceFeatures.None, settings);
                var cut = Run(Sending, settings);
                Assert.Equal(plain.DeviceA.Recorded!.Count, cut.DeviceA.Recorded!.Count);
                for (int i = 0; i < plain.DeviceA.Recorded.Count; i++)
                    Assert.Equal(plain.DeviceA.Recorded[i], cut.DeviceA.Recorded[i]);
                Assert.Equal(plain.DeviceB.Recorded!, cut.DeviceB.Recorded!);
                Assert.True(cut.DeviceA.Transmitted <= plain.DeviceA.Transmitted);

                OffloadConversation Run(NetDeviceFeatures features, TcpSettings tcp)
                {
                    var conversation = new OffloadConversation(features, features & NetDeviceFeatures.TransmitChecksum, tcp, record: true);
                    conversation.DeviceA.IsLost = number => number >= lossFrom && number % 97 == 13;
                    Assert.True(Transfer(conversation, writes, readEvery), "stuck");
                    return conversation;
                }
            },
            iter: 60, threads: 1);

    [Fact]
    public void Long_frames_leave_and_arrive_and_nothing_is_lost_at_their_seams() =>
        Gen.Select(Gen.Int[1, 60_000].Array[1, 8], Gen.Int[1, 64], Gen.Int[61, 2048], Gen.Bool).Sample(
            (writes, readEvery, seam, verified) =>
            {
                var receiving = verified ? All : All & ~NetDeviceFeatures.ReceiveChecksum;
                var conversation = new OffloadConversation(Sending, receiving, new TcpSettings { ReceiveBuffer = 1 << 18 }, seam);
                return Transfer(conversation, writes, readEvery);
            },
            iter: 60, threads: 1);

    [Fact]
    public void Small_segments_make_no_chain_that_a_device_could_not_take()
    {
        var conversation = new OffloadConversation(Sending, NetDeviceFeatures.None, new TcpSettings { MaximumSegmentSize = 200, SendSegments = 1000 });
        Assert.True(Transfer(conversation, [100_000], 1));
        Assert.True(conversation.DeviceA.Transmitted < conversation.DeviceA.OnWire / 4);
    }

    [Fact]
    public void A_megabyte_goes_in_few_frames()
    {
        var settings = new TcpSettings { ReceiveBuffer = 1 << 20, SendBuffer = 1 << 20 };
        var conversation = new OffloadConversation(All, All, settings);
        Assert.True(Transfer(conversation, [1 << 20], 1));
        Assert.True(conversation.DeviceA.OnWire > 700, $"{conversation.DeviceA.OnWire} on the wire");
        Assert.True(conversation.DeviceA.Transmitted < 100, $"{conversation.DeviceA.Transmitted} to the device");
        Assert.True(conversation.DeviceB.Coalesced > 10, $"{conversation.DeviceB.Coalesced} put together");
    }

    [Fact]
    public void A_damaged_long_frame_is_found_by_its_checksum_unless_the_device_vouches_for_it()
    {
        foreach (bool verified in new[] { false, true })
        {
            var device = new StubDevice();
            var stack = new NetStack(device, new DSoftBus.Runtime.Entropy.TestEntropy(1), new NetStackOptions());
            var tcp = new TcpTransport(stack, device.Buffers, new StoppedClock());
            stack.ConfigureStatic(new Ipv4Network(StackSimulation.Address(10), 24), null, Instant.Zero);
            Receive(device, verified, IpProtocol.Tcp);
            stack.Poll(Instant.Zero);
            Assert.Equal(verified ? 0 : 1, (int)tcp.Layer.Counters[TcpCounter.BadChecksum]);
            Assert.Equal(1, (int)tcp.Layer.Counters[TcpCounter.SegmentsReceived]);
        }
    }

    [Theory]
    [InlineData(IpProtocol.Udp)]
    [InlineData(IpProtocol.Icmp)]
    public void Only_TCP_comes_as_a_chain(IpProtocol protocol)
    {
        var device = new StubDevice();
        var stack = new NetStack(device, new DSoftBus.Runtime.Entropy.TestEntropy(1), new NetStackOptions());
        stack.ConfigureStatic(new Ipv4Network(StackSimulation.Address(10), 24), null, Instant.Zero);
        Receive(device, true, protocol);
        stack.Poll(Instant.Zero);
        Assert.Equal(1, (int)stack.Counters[NetCounter.Ipv4UnexpectedChain]);
        Assert.Equal(device.Buffers.Capacity, device.Buffers.Available);
    }

    [Fact]
    public void A_datagram_to_this_host_has_its_checksum_although_the_device_would_finish_it()
    {
        var device = new StubDevice { Features = NetDeviceFeatures.TransmitChecksum };
        var stack = new NetStack(device, new DSoftBus.Runtime.Entropy.TestEntropy(1), new NetStackOptions());
        stack.ConfigureStatic(new Ipv4Network(StackSimulation.Address(10), 24), null, Instant.Zero);
        stack.Udp.TryBind(Ipv4Address.Any, 7, share: false, out var socket);
        Assert.Equal(SendStatus.Sent, socket!.SendTo(new(StackSimulation.Address(10), 7), [1, 2, 3], Instant.Zero));
        stack.Poll(Instant.Zero);
        Assert.True(socket.TryReceive(out var buffer, out _));
        buffer.SetWindow(buffer.Headroom - UdpView.HeaderLength, buffer.Length + UdpView.HeaderLength);
        Assert.Equal(WireError.None, UdpView.TryParse(buffer.Span, out var view));
        Assert.NotEqual(0, view.Checksum);
        Assert.True(view.IsChecksumValid(StackSimulation.Address(10), StackSimulation.Address(10)));
        buffer.Release();
    }

    // Writes all, then closes; the other side reads every so many turns and closes too.
    internal static bool Transfer(OffloadConversation conversation, int[] writes, int readEvery)
    {
        int next = 0, done = 0;
        byte read = 0, written = 0;
        var text = Array.Empty<byte>();
        var buffer = new byte[10_000];
        for (int turn = 0; turn < 20_000; turn++)
        {
            if (done == text.Length && next < writes.Length)
            {
                text = new byte[writes[next++]];
                for (int i = 0; i < text.Length; i++)
                    text[i] = written++;
                done = 0;
            }

            if (done < text.Length)
            {
                conversation.Client.Write(text.AsSpan(done), conversation.Now, out int count);
                done += count;
            }
            else if (conversation.Client.State == TcpStateName.Established)
            {
                conversation.Client.Close(conversation.Now);
            }

            conversation.Turn();
            var status = TcpReadStatus.WouldBlock;
            while (turn % readEvery == 0 && (status = conversation.Server.Read(buffer, conversation.Now, out int taken)) == TcpReadStatus.Ok)
            {
                for (int i = 0; i < taken; i++)
                {
                    if (buffer[i] != read++)
                        return false;
                }
            }

            if (status == TcpReadStatus.EndOfStream)
            {
                conversation.Server.Close(conversation.Now);
                conversation.Turn();
                conversation.Turn();
                return next == writes.Length && written == read && conversation.Client.State == TcpStateName.TimeWait
                    && conversation.DeviceA.Buffers.Available == conversation.DeviceA.Buffers.Capacity
                    && conversation.DeviceB.Buffers.Available == conversation.DeviceB.Buffers.Capacity;
            }

            conversation.Wait(TimeSpan.FromMilliseconds(3));
        }

        return false;
    }

    // A packet of one header and three buffers of zeros, with a checksum that is wrong.
    private static void Receive(StubDevice device, bool verified, IpProtocol protocol)
    {
        Assert.True(device.Buffers.TryRent(100, out var head));
        int header = TcpView.MinimumHeaderLength;
        head.Append(header).Clear();
        head.Span[12] = 0x50;
        head.Span[1] = head.Span[3] = 9;
        int length = header + (3 * 1000);
        var ip = new Ipv4Repr(StackSimulation.Address(11), StackSimulation.Address(10), protocol, length);
        ip.Emit(head.Prepend(ip.HeaderLength));
        new EthernetRepr(StackSimulation.Hardware(10), StackSimulation.Hardware(11), EtherType.Ipv4).Emit(head.Prepend(EthernetRepr.Length));
        var tail = head;
        for (int i = 0; i < 3; i++)
        {
            Assert.True(device.Buffers.TryRent(0, out var part));
            part.Append(1000).Clear();
            tail.Chain(part);
            tail = part;
        }

        // Padding of the link behind the packet.
        tail.Append(20).Fill(0xee);
        head.Offload = new PacketOffload { ChecksumVerified = verified, SegmentSize = 1000 };
        device.Incoming.Enqueue(head);
    }

    private sealed class StoppedClock : IClock
    {
        public Instant Now => Instant.Zero;

        public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch;
    }
}
