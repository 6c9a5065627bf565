using CsCheck;
using DSoftBus.Drivers.Virtio;
using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Memory;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioNet;

/// <summary>Frames over several buffers, checksums that need no look, frames put together from segments (virtio 1.2 section 5.1.6.4).</summary>
public class VirtioNetReceiveOffloadTests
{
    private const int Queue = 64, Buffers = 256, Capacity = 2048;
    private static readonly ModelHeader Segmented = new(ModelHeader.NeedsChecksum, ModelHeader.Tcp4, 66, 1448, 34, 16, 0);
    private readonly NetFixture _net = new() { Options = new() { MaximumQueueSize = Queue, PacketBuffers = Buffers } };

    [Theory]
    [InlineData(1514)]
    [InlineData(Capacity - 12)]
    [InlineData(Capacity - 12 + 1)]
    [InlineData((2 * Capacity) - 12)]
    [InlineData((2 * Capacity) - 12 + 1)]
    [InlineData(40_000)]
    [InlineData(65_535 + 14)]
    [InlineData(65_535 + 18)]
    public void ALongFrameIsAChain(int length)
    {
        using var driver = Open(VirtioNetFeature.All);
        byte[] sent = NetFixture.Frame(length);
        _net.Device.Receive(sent, header: Segmented);
        _net.Device.Receive(NetFixture.Frame(60, 1));
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        Assert.Equal(sent, Bytes(frame));
        Assert.Equal(Math.Min(length, Capacity - 12), frame.Length);
        Assert.Equal(new PacketOffload { SegmentSize = 1448, ChecksumVerified = true }, frame.Offload);
        Assert.Equal(length > Capacity - 12 ? 1 : 0, driver.Counters.ReceivedChains);
        frame.Release();
        Assert.True(driver.TryReceive(out frame));
        Assert.Equal(NetFixture.Frame(60, 1), Bytes(frame));
        Assert.Equal(default, frame.Offload);
        frame.Release();
        AssertNothingLost(driver);
    }

    /// <summary>The header tells; without the feature the flags say nothing and the stack looks itself.</summary>
    [Theory]
    [InlineData(VirtioNetFeature.GuestChecksum, 0, false)]
    [InlineData(VirtioNetFeature.GuestChecksum, ModelHeader.NeedsChecksum, true)]
    [InlineData(VirtioNetFeature.GuestChecksum, ModelHeader.DataValid, true)]
    [InlineData(VirtioNetFeature.GuestChecksum, 4, false)]
    [InlineData(VirtioNetFeature.Checksum, ModelHeader.NeedsChecksum, false)]
    [InlineData(VirtioNetFeature.Checksum, ModelHeader.DataValid, false)]
    public void AVerifiedChecksumNeedsNoLook(VirtioNetFeature offered, byte flags, bool expected)
    {
        using var driver = Open(offered);
        _net.Device.Receive(NetFixture.Frame(100), header: new ModelHeader(flags, 0, 0, 0, 34, 16, 0));
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        Assert.Equal(new PacketOffload { ChecksumVerified = expected }, frame.Offload);
        Assert.Equal(expected ? 1 : 0, driver.Counters.ReceivedVerified);
    }

    [Fact]
    public void WhatAHeaderSaidIsForgottenWithItsFrame()
    {
        using var driver = Open(VirtioNetFeature.All);
        for (int i = 0; i < 3 * Buffers; i++)
        {
            bool verified = i % 2 == 0;
            _net.Device.Receive(NetFixture.Frame(100), header: new ModelHeader(verified ? ModelHeader.DataValid : (byte)0, 0, 0, 0, 0, 0, 0));
            Assert.True(driver.TryReceive(out PacketBuffer? frame));
            Assert.Equal(verified, frame.Offload.ChecksumVerified);
            frame.Release();
        }
    }

    /// <summary>Headers that say what was not agreed on or what cannot be: the frame is dropped and counted, the next one comes.</summary>
    [Theory]
    [InlineData(VirtioNetFeature.All, 1, 0, 0, 13, 16)]                         // sums the Ethernet header
    [InlineData(VirtioNetFeature.All, 1, 0, 0, 34, 65)]                         // a field behind the frame
    [InlineData(VirtioNetFeature.All, 1, 0, 0, 0xFFFF, 0xFFFF)]
    [InlineData(VirtioNetFeature.All, 1, 1, 0, 34, 16)]                         // segments of nothing
    [InlineData(VirtioNetFeature.All, 1, 4, 1448, 34, 16)]                      // IPv6
    [InlineData(VirtioNetFeature.All, 1, 3, 1448, 34, 6)]                       // UDP
    [InlineData(VirtioNetFeature.All, 1, 0x81, 1448, 34, 16)]                   // with ECN
    [InlineData(VirtioNetFeature.All & ~VirtioNetFeature.GuestSegmentation, 1, 1, 1448, 34, 16)]
    [InlineData(VirtioNetFeature.None, 0, 1, 1448, 34, 16)]
    public void AHeaderThatCannotBeIsACountedDrop(VirtioNetFeature offered, byte flags, byte type, ushort size, ushort start, ushort field)
    {
        using var driver = Open(offered);
        _net.Device.Receive(NetFixture.Frame(100), header: new ModelHeader(flags, type, 66, size, start, field, 0));
        _net.Device.Receive(NetFixture.Frame(60, 7));
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        Assert.Equal(NetFixture.Frame(60, 7), frame.Span);
        frame.Release();
        Assert.Equal((1, 1), (driver.Counters.DroppedBadOffload, driver.Counters.Received));
        AssertNothingLost(driver);
    }

    /// <summary>64 KiB only where the header speaks of segments; otherwise the link's own bound holds.</summary>
    [Fact]
    public void ALongFrameThatIsNotOfSegmentsIsDroppedWhole()
    {
        using var driver = Open(VirtioNetFeature.All);
        _net.Device.Receive(NetFixture.Frame(1519));
        _net.Device.Receive(NetFixture.Frame(5000));
        _net.Device.Receive(NetFixture.Frame(65_535 + 19), header: Segmented);
        _net.Device.Receive(NetFixture.Frame(60, 7));
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        Assert.Equal(NetFixture.Frame(60, 7), Bytes(frame));
        frame.Release();
        Assert.Equal((3, 1), (driver.Counters.DroppedOversized, driver.Counters.Received));
        AssertNothingLost(driver);
    }

    /// <summary>At each number of free buffers the frame comes whole or not at all, and afterwards ring and pool hold what they held.</summary>
    [Fact]
    public void AFrameThatFindsTooFewBuffersGivesAllOfThemBack()
    {
        using var driver = Open(VirtioNetFeature.All);
        int needed = (12 + 20_000 + Capacity - 1) / Capacity;
        var held = new Stack<PacketBuffer>();
        while (driver.Buffers.TryRent(0, out PacketBuffer? buffer))
            held.Push(buffer);
        for (int free = 0; free <= needed; free++)
        {
            _net.Device.Receive(NetFixture.Frame(20_000, free), header: Segmented);
            bool received = driver.TryReceive(out PacketBuffer? frame);
            Assert.Equal(free == needed, received);
            if (received)
            {
                Assert.Equal(NetFixture.Frame(20_000, free), Bytes(frame!));
                frame!.Release();
            }

            Assert.False(driver.TryReceive(out _));
            Assert.Equal((free, Queue), (driver.Buffers.Available, _net.Device.ReceiveQueue.Available));
            held.Pop().Release();
        }

        Assert.Equal((needed, 1), (driver.Counters.DroppedNoBuffer, driver.Counters.Received));
    }

    [Theory]
    [InlineData(VirtioNetFeature.All, 0)]
    [InlineData(VirtioNetFeature.All & ~VirtioNetFeature.GuestSegmentation, 0)]
    [InlineData(VirtioNetFeature.MergeableBuffers, 2)] // nothing that was agreed on needs a second buffer
    public void ACountThatCannotBeIsACountedDrop(VirtioNetFeature offered, ushort count)
    {
        using var driver = Open(offered);
        Push(NetFixture.Frame(100), new ModelHeader(0, 0, 0, 0, 0, 0, count));
        if (count > 1)
            Push(NetFixture.Frame(100), null);
        _net.Device.Receive(NetFixture.Frame(60, 7));
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        Assert.Equal(NetFixture.Frame(60, 7), frame.Span);
        frame.Release();
        Assert.Equal((1, 1), (driver.Counters.DroppedBadCount, driver.Counters.Received));
        AssertNothingLost(driver);
    }

    /// <summary>After that nobody knows where the next frame begins.</summary>
    [Theory]
    [InlineData(Queue + 1)]
    [InlineData(0xFFFF)]
    public void MoreBuffersThanWerePostedTakeTheDeviceDown(int count)
    {
        using var driver = Open(VirtioNetFeature.All);
        Push(NetFixture.Frame(100), Segmented with { Buffers = (ushort)count });
        Assert.False(driver.TryReceive(out _));
        Assert.Equal((VirtioError.QueueCorrupt, 1, 0u), (driver.Fault, driver.Counters.QueueCorrupt, _net.Device.Status));
        Assert.Equal(Buffers, driver.Buffers.Available);
    }

    /// <summary>A device may show a frame buffer by buffer; the rest is waited for, over polls and sleep.</summary>
    [Fact]
    public void AFrameMayArriveInPieces()
    {
        using var driver = Open(VirtioNetFeature.All);
        byte[] sent = NetFixture.Frame(5000);
        int first = Push(sent, Segmented with { Buffers = 3 });
        Assert.False(driver.TryReceive(out _));
        Assert.False(_net.WaitEndsEarly(driver));
        int second = Push(sent.AsSpan(first), null);
        Assert.False(driver.TryReceive(out _));
        Assert.True(_net.WaitEndsEarly(driver, () =>
        {
            Push(sent.AsSpan(first + second), null);
            _net.Device.Interrupt(_net.Device.ReceiveQueue);
        }));
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        Assert.Equal(sent, Bytes(frame));
        frame.Release();
        AssertNothingLost(driver);
    }

    [Fact]
    public void AFrameOfWhichAPieceIsMissingIsReturnedByAReset()
    {
        var driver = Open(VirtioNetFeature.All);
        Push(NetFixture.Frame(2036), Segmented with { Buffers = 3 });
        Push(NetFixture.Frame(2048), null);
        Assert.False(driver.TryReceive(out _));
        driver.Dispose();
        Assert.Equal(Buffers, driver.Buffers.Available);
    }

    [Theory]
    [InlineData(1, Capacity + 1u)]
    [InlineData(2, uint.MaxValue)]
    [InlineData(1, 0u)]
    [InlineData(2, 0u)]
    [InlineData(0, 12u)]
    [InlineData(0, 25u)]
    public void AWrongLengthWithinAFrameDropsAllOfItAndNothingElse(int wrong, uint claimed)
    {
        using var driver = Open(VirtioNetFeature.All);
        for (int i = 0; i < 3; i++)
        {
            int length = _net.Device.ReceivePart(NetFixture.Frame(2048), i == 0 ? Segmented with { Buffers = 3 } : null, out ushort head);
            _net.Device.ReceiveQueue.Push(head, i == wrong ? claimed : (uint)(length + (i == 0 ? 12 : 0)));
        }

        _net.Device.Receive(NetFixture.Frame(60, 7));
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        Assert.Equal(NetFixture.Frame(60, 7), Bytes(frame));
        frame.Release();
        Assert.Equal((1, 1), (driver.Counters.DroppedBadLength + driver.Counters.DroppedShort, driver.Counters.Received));
        AssertNothingLost(driver);
    }

    /// <summary>Whatever a device writes into header, length and count: an answer, no exception, and no buffer lost.</summary>
    [Fact]
    public void AnyRubbishLeavesEveryBufferAccountedFor() =>
        Gen.Select(
            Gen.Int[0, FeatureMatrixAttribute.Sets.Length - 1],
            Gen.Select(Gen.Byte, Gen.Byte[0, 4], Gen.UShort[0, 3000], Gen.UShort[0, 300], Gen.Frequency((6, Gen.UShort[1, 4]), (1, Gen.UShort[0, 80])), Gen.Frequency((5, Gen.UInt[12, 2048]), (1, Gen.UInt))).Array[1, 80]).Sample((set, parts) =>
            {
                var net = new NetFixture { Options = new() { MaximumQueueSize = 16, PacketBuffers = 40 } };
                net.Offer(FeatureMatrixAttribute.Sets[set]);
                using var driver = net.Open();
                var held = new Queue<PacketBuffer>();
                foreach (var (flags, type, size, start, count, length) in parts)
                {
                    if (driver.Fault != VirtioError.None)
                        break;
                    net.Device.ReceivePart(NetFixture.Frame(100), new ModelHeader(flags, type, 0, size, start, 16, count), out ushort head);
                    net.Device.ReceiveQueue.Push(head, length);
                    while (driver.TryReceive(out PacketBuffer? frame))
                    {
                        Assert.InRange(frame.TotalLength, 14, 65_535 + 18);
                        held.Enqueue(frame);
                        if (held.Count > 3)
                            held.Dequeue().Release();
                    }
                }

                foreach (PacketBuffer frame in held)
                    frame.Release();
                driver.Dispose();
                Assert.Equal(40, driver.Buffers.Available);
            });

    [Theory]
    [FeatureMatrix]
    public void LongFramesCostNoAllocation(VirtioNetFeature offered)
    {
        using var driver = Open(offered);
        bool coalesces = (driver.Negotiated & VirtioNetFeature.GuestSegmentation) != 0;
        byte[] sent = NetFixture.Frame(coalesces ? 30_000 : 1000);
        long allocated = 0;
        for (int i = 0; i < 2000; i++)
        {
            _net.Device.Receive(sent, header: coalesces ? Segmented : default);
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool received = driver.TryReceive(out PacketBuffer? frame);
            frame?.Release();
            driver.TryReceive(out _);
            long after = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(received);
            if (i >= 1000)
                allocated += after - before;
            _net.Device.Notifications.Clear();
        }

        Assert.Equal(0, allocated);
    }

    private static byte[] Bytes(PacketBuffer frame)
    {
        var bytes = new List<byte>();
        for (PacketBuffer? part = frame; part is not null; part = part.Next)
            bytes.AddRange(part.Span);
        return [.. bytes];
    }

    private VirtioNetDevice Open(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        return _net.Open();
    }

    private int Push(ReadOnlySpan<byte> bytes, ModelHeader? header)
    {
        int length = _net.Device.ReceivePart(bytes, header, out ushort head);
        _net.Device.ReceiveQueue.Push(head, (uint)(length + (header is null ? 0 : 12)));
        return length;
    }

    private void AssertNothingLost(VirtioNetDevice driver)
    {
        Assert.False(driver.TryReceive(out _));
        Assert.Equal((Queue, Buffers - Queue), (_net.Device.ReceiveQueue.Available, driver.Buffers.Available));
        Assert.Equal(VirtioError.None, driver.Fault);
        Assert.Empty(_net.Device.Breaches);
    }
}
