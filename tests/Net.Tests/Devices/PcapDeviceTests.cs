using System.Buffers.Binary;
using DSoftBus.Net.Devices;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Net.Stack;
using Xunit;

namespace DSoftBus.Tests.Net.Devices;

/// <summary>The capture's blocks, read with a reader of the test's own (draft-ietf-opsawg-pcapng section 3 and 4).</summary>
public sealed class PcapDeviceTests
{
    private static readonly MacAddress A = MacAddress.Parse("02:00:00:00:00:0a"), B = MacAddress.Parse("02:00:00:00:00:0b");

    [Fact]
    public void Both_directions_are_recorded_with_their_time()
    {
        var platform = new VirtualPlatform();
        var link = new SimulatedLink(new TaskLoop(platform), new LinkOptions());
        using var stream = new MemoryStream();
        var device = new PcapDevice(link.Attach(A, new HostMemoryPool()), new PcapngWriter(stream), platform, "a");
        var peer = link.Attach(B, new HostMemoryPool());
        platform.WaitUntil(new Instant(1_000_000_007));
        SimulatedLinkTests.Send(device, B, 1);
        SimulatedLinkTests.Send(peer, A, 2, length: 60);
        Assert.Equal("2", SimulatedLinkTests.Drain(device));

        var blocks = Blocks(stream.ToArray());
        Assert.Equal([0x0a0d0d0au, 1, 6, 6], blocks.Select(block => block.Type));
        long expected = (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() * 1_000_000_000L) + 1_000_000_007;
        foreach (var (block, length, direction) in new[] { (blocks[2], 15, 2u), (blocks[3], 60, 1u) })
        {
            long time = ((long)Word(block.Body, 4) << 32) | Word(block.Body, 8);
            Assert.Equal(expected, time);
            Assert.Equal(((uint)length, (uint)length), (Word(block.Body, 12), Word(block.Body, 16)));
            Assert.Equal(0x0004_0002u, Word(block.Body, 20 + ((length + 3) & ~3)));
            Assert.Equal(direction, Word(block.Body, 24 + ((length + 3) & ~3)));
        }
    }

    [Fact]
    public void A_refused_frame_is_not_recorded()
    {
        var platform = new VirtualPlatform();
        var link = new SimulatedLink(new TaskLoop(platform), new LinkOptions());
        using var stream = new MemoryStream();
        var device = new PcapDevice(link.Attach(A, new HostMemoryPool()), new PcapngWriter(stream), platform, "a");
        Assert.True(device.Buffers.TryRent(0, out var frame));
        frame.Append(1600);
        Assert.Equal(TransmitStatus.TooLong, device.TryTransmit(frame));
        Assert.Equal(2, Blocks(stream.ToArray()).Count);
    }

    [Fact]
    public void A_frame_of_many_buffers_is_recorded_whole_as_the_device_got_it()
    {
        var platform = new VirtualPlatform();
        using var stream = new MemoryStream();
        var (a, b) = PairedDevice.Pair(OffloadTests.Sending, OffloadTests.All);
        var device = new PcapDevice(a, new PcapngWriter(stream), platform, "a");
        var peer = new PcapDevice(b, new PcapngWriter(stream), platform, "b");
        Assert.Equal((a.Features, a.SegmentationLimit), (device.Features, device.SegmentationLimit));

        // The longest packet that IPv4 can say.
        Assert.True(device.Buffers.TryRent(100, out var head));
        int text = ushort.MaxValue - 40;
        new TcpRepr(1, 2, 3, 4, TcpFlags.Ack, 5, default, text).Emit(head.Append(20));
        TcpRepr.SeedChecksum(head.Span, 20 + text, new Ipv4Address(10, 0, 0, 1), new Ipv4Address(10, 0, 0, 2));
        head.Offload = new PacketOffload { ChecksumStart = head.Headroom, ChecksumField = 16, SegmentSize = 1456 };
        new Ipv4Repr(new Ipv4Address(10, 0, 0, 1), new Ipv4Address(10, 0, 0, 2), IpProtocol.Tcp, 20 + text).Emit(head.Prepend(20));
        new EthernetRepr(b.Address, a.Address, EtherType.Ipv4).Emit(head.Prepend(14));
        var tail = head;
        for (int left = text; left > 0;)
        {
            Assert.True(device.Buffers.TryRent(0, out var part));
            part.Append(Math.Min(left, 1456)).Fill((byte)left);
            left -= part.Length;
            tail.Chain(part);
            tail = part;
        }

        byte[] expected = new byte[head.TotalLength];
        int at = 0;
        for (var part = head; part is not null; part = part.Next)
        {
            part.Span.CopyTo(expected.AsSpan(at));
            at += part.Length;
        }

        Assert.Equal(TransmitStatus.Queued, device.TryTransmit(head));
        head.Release();
        Assert.True(peer.TryReceive(out var frame));
        Assert.NotNull(frame.Next);
        int received = frame.TotalLength;
        frame.Release();

        var blocks = Blocks(stream.ToArray()).Where(block => block.Type == 6).ToList();
        Assert.Equal(((uint)expected.Length, (uint)received), (Word(blocks[0].Body, 12), Word(blocks[1].Body, 12)));
        Assert.Equal(expected, blocks[0].Body.AsSpan(20, expected.Length));
    }

    private static uint Word(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

    private static List<(uint Type, byte[] Body)> Blocks(byte[] file)
    {
        var blocks = new List<(uint, byte[])>();
        for (int offset = 0; offset < file.Length;)
        {
            int length = (int)Word(file, offset + 4);
            Assert.Equal(0, length % 4);
            Assert.Equal((uint)length, Word(file, offset + length - 4));
            blocks.Add((Word(file, offset), file[(offset + 8)..(offset + length - 4)]));
            offset += length;
        }

        return blocks;
    }
}
