using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioNet;

/// <summary>Checksums and segments left to the device, and how a frame lies in the ring (virtio 1.2 section 5.1.6.2).</summary>
public class VirtioNetTransmitOffloadTests
{
    private const int Headers = 14 + 20 + 32;
    private const int ChecksumStart = 14 + 20;
    private readonly NetFixture _net = new();

    [Theory]
    [FeatureMatrix]
    public void AFrameWithRoomInFrontIsOneDescriptorAndWithoutTwo(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        byte[] frame = NetFixture.Frame(60);
        foreach (int headroom in (int[])[12, 11, 0])
        {
            Assert.True(driver.Buffers.TryRent(headroom, out PacketBuffer? buffer));
            frame.CopyTo(buffer.Append(frame.Length));
            Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(buffer));
            Assert.Equal((headroom, 60), (buffer.Headroom, buffer.Length));
            Assert.Equal(frame, buffer.Span);
        }

        Assert.Equal([1, 2, 2], _net.Device.SentHeaders.Select(sent => sent.Parts));
        Assert.All(_net.Device.SentHeaders, sent => Assert.Equal(default, sent.Header));
        Assert.All(_net.Device.Sent, sent => Assert.Equal(frame, sent));
        Assert.Empty(_net.Device.Breaches);
    }

    /// <summary>Frames without room in front, the ring full of them: each has header memory of its own.</summary>
    [Fact]
    public void HeadersOfFramesInFlightDoNotShareMemory()
    {
        _net.Offer(VirtioNetFeature.All);
        using var driver = _net.Open();
        _net.Device.TransmitsAtOnce = false;
        for (int i = 0; i < 8; i++)
        {
            Assert.True(driver.Buffers.TryRent(0, out PacketBuffer? buffer));
            NetFixture.Frame(100 + i, i).CopyTo(buffer.Append(100 + i));
            buffer.Offload = new PacketOffload { ChecksumStart = 20 + i, ChecksumField = 6 };
            Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(buffer));
        }

        Assert.True(driver.Buffers.TryRent(0, out PacketBuffer? last));
        last.Append(60);
        Assert.Equal(TransmitStatus.Full, driver.TryTransmit(last));
        _net.Device.CompleteTransmit();
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(new ModelHeader(1, 0, 0, 0, (ushort)(20 + i), 6, 0), _net.Device.SentHeaders[i].Header);
            Assert.Equal(NetFixture.Frame(100 + i, i), _net.Device.Sent[i]);
        }
    }

    /// <summary>The place is counted from the start of the buffer, so headers put in front later do not change it; the device counts from the frame.</summary>
    [Theory]
    [InlineData(128)]
    [InlineData(12)]
    [InlineData(3)]
    public void AChecksumIsLeftToTheDevice(int headroom)
    {
        _net.Offer(VirtioNetFeature.Checksum);
        using var driver = _net.Open();
        Assert.True(driver.Buffers.TryRent(headroom + 14, out PacketBuffer? frame));
        NetFixture.Frame(80).CopyTo(frame.Append(80));
        frame.Offload = new PacketOffload { ChecksumStart = frame.Headroom + 20, ChecksumField = 16 };
        frame.Prepend(14).Fill(0xEE);
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(frame));
        Assert.Equal(new ModelHeader(ModelHeader.NeedsChecksum, 0, 0, 0, 34, 16, 0), Assert.Single(_net.Device.SentHeaders).Header);
        Assert.Equal((1, 1, 0), (driver.Counters.Transmitted, driver.Counters.TransmittedPartial, driver.Counters.TransmittedSegmented));
        Assert.Empty(_net.Device.Breaches);
    }

    [Theory]
    [InlineData(VirtioNetFeature.All, 2, 2)]
    [InlineData(VirtioNetFeature.All, 3, 3)]
    [InlineData(VirtioNetFeature.All, 46, 46)]
    [InlineData(VirtioNetFeature.All, 64, 65)]
    [InlineData(VirtioNetFeature.All & ~VirtioNetFeature.IndirectDescriptors, 46, 46)]
    public void AFrameToCutIsAChain(VirtioNetFeature offered, int buffers, int mostParts)
    {
        _net.Options = _net.Options with { MaximumQueueSize = 128, PacketBuffers = 512 };
        _net.Offer(offered);
        using var driver = _net.Open();
        int free = driver.Buffers.Available;
        PacketBuffer frame = Chain(driver, buffers, 1000, out byte[] expected);
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(frame));
        frame.Release();
        (ModelHeader header, int parts) = Assert.Single(_net.Device.SentHeaders);
        Assert.Equal(new ModelHeader(ModelHeader.NeedsChecksum, ModelHeader.Tcp4, Headers, 1000, ChecksumStart, 16, 0), header);
        Assert.InRange(parts, buffers, mostParts);
        Assert.Equal(expected, Assert.Single(_net.Device.Sent));
        Assert.Equal((1, 1, expected.Length), (driver.Counters.TransmittedPartial, driver.Counters.TransmittedSegmented, driver.Counters.TransmittedBytes));
        driver.TryTransmit(NetFixture.Buffer(driver, NetFixture.Frame(60)));
        Assert.Equal(free - 1, driver.Buffers.Available);
        Assert.Empty(_net.Device.Breaches);
    }

    /// <summary>Sixteen tables and sixteen descriptors: the seventeenth long frame has to wait, and a table that came back is used again.</summary>
    [Fact]
    public void LongFramesTakeOneDescriptorEachUntilTheTablesAreUsedUp()
    {
        _net.Options = _net.Options with { MaximumQueueSize = 32, PacketBuffers = 512 };
        _net.Offer(VirtioNetFeature.All);
        using var driver = _net.Open();
        int before = driver.Buffers.Available;
        _net.Device.TransmitsAtOnce = false;
        var sent = new List<byte[]>();
        for (int round = 0; round < 40; round++)
        {
            int queued = 0;
            while (true)
            {
                PacketBuffer frame = Chain(driver, 10, 200, out byte[] expected);
                TransmitStatus status = driver.TryTransmit(frame);
                frame.Release();
                if (status == TransmitStatus.Full)
                    break;
                queued++;
                sent.Add(expected);
            }

            // Tables for 16, and of the other 16 descriptors one chain of ten.
            Assert.Equal(17, queued);
            _net.Device.CompleteTransmit();
        }

        Assert.Equal(sent, _net.Device.Sent);
        driver.Dispose();
        Assert.Equal(driver.Buffers.Capacity, driver.Buffers.Available);
        Assert.InRange(before, 1, driver.Buffers.Capacity);
        Assert.Empty(_net.Device.Breaches);
    }

    [Fact]
    public void WhatDoesNotFitIsTooLong()
    {
        _net.Options = _net.Options with { MaximumQueueSize = 128, PacketBuffers = 512 };
        _net.Offer(VirtioNetFeature.All);
        using var driver = _net.Open();
        int free = driver.Buffers.Available;

        // 65,535 bytes of packet are the most, 1,500 of each segment, and so many buffers of the chain.
        TooLong(Chain(driver, 64, 1040, out _), driver);
        TooLong(Chain(driver, 40, 1449, out _), driver);
        TooLong(Chain(driver, 67, 100, out _), driver);
        PacketBuffer whole = Chain(driver, 3, 1000, out _);
        whole.Offload = whole.Offload with { SegmentSize = 0 };
        TooLong(whole, driver);
        Assert.Equal((4, 0, free), (driver.Counters.TransmitTooLong, driver.Counters.Transmitted, driver.Buffers.Available));
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(Chain(driver, 40, 1434, out _)));
        Assert.Empty(_net.Device.Breaches);
    }

    /// <summary>A chain longer than the whole queue could wait for ever; it is refused at once.</summary>
    [Fact]
    public void AChainLongerThanTheQueueIsTooLong()
    {
        _net.Offer(VirtioNetFeature.All & ~VirtioNetFeature.IndirectDescriptors);
        using var driver = _net.Open();
        TooLong(Chain(driver, 18, 100, out _), driver);
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(Chain(driver, 15, 100, out _)));
    }

    /// <summary>Asking for what a device does not do would put a wrong checksum on the wire; the stack asks the features first.</summary>
    [Fact]
    public void AskingForWhatWasNotAgreedOnIsADefect()
    {
        _net.Offer(VirtioNetFeature.None);
        using (var plain = _net.Open())
        {
            Assert.Throws<ArgumentException>(() => plain.TryTransmit(Asking(plain, 34, 16)));
        }

        _net.Offer(VirtioNetFeature.Checksum);
        using var driver = _net.Open();
        PacketBuffer segmented = Asking(driver, 34, 16);
        segmented.Offload = segmented.Offload with { SegmentSize = 100 };
        Assert.Throws<ArgumentException>(() => driver.TryTransmit(segmented));
        foreach ((int start, int field) in ((int, int)[])[(13, 16), (34, 65), (34, -1), (99, 0), (200, 6), (-10, 6)])
            Assert.Throws<ArgumentException>(() => driver.TryTransmit(Asking(driver, start, field)));
        Assert.Empty(_net.Device.Sent);
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(Asking(driver, 34, 64)));
    }

    [Theory]
    [FeatureMatrix]
    public void LongFramesCostNoAllocation(VirtioNetFeature offered)
    {
        _net.Options = _net.Options with { MaximumQueueSize = 64, PacketBuffers = 256 };
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.Records = false;
        _net.Device.TransmitsAtOnce = false;
        bool cuts = (driver.Features & NetDeviceFeatures.TransmitSegmentation) != 0;
        long allocated = 0;
        for (int i = 0; i < 2000; i++)
        {
            PacketBuffer frame = cuts ? Chain(driver, 30, 1000, out _) : NetFixture.Buffer(driver, NetFixture.Frame(1000));
            long before = GC.GetAllocatedBytesForCurrentThread();
            TransmitStatus status = driver.TryTransmit(frame);
            frame.Release();
            long after = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(TransmitStatus.Queued, status);
            if (i >= 1000)
                allocated += after - before;
            _net.Device.CompleteTransmit();
            _net.Device.Notifications.Clear();
        }

        Assert.Equal(0, allocated);
    }

    /// <summary>Headers in the first buffer, then as many buffers of text of <paramref name="size"/> bytes as make <paramref name="buffers"/> in all.</summary>
    private static PacketBuffer Chain(VirtioNetDevice driver, int buffers, int size, out byte[] bytes)
    {
        PacketBuffer head = NetFixture.Buffer(driver, NetFixture.Frame(Headers));
        head.Offload = new PacketOffload { ChecksumStart = head.Headroom + ChecksumStart, ChecksumField = 16, SegmentSize = size };
        var all = new List<byte>(head.Span.ToArray());
        PacketBuffer tail = head;
        for (int i = 1; i < buffers; i++)
        {
            PacketBuffer text = NetFixture.Buffer(driver, NetFixture.Frame(size, i));
            all.AddRange(text.Span);
            tail.Chain(text);
            tail = text;
        }

        bytes = [.. all];
        return head;
    }

    private static PacketBuffer Asking(VirtioNetDevice driver, int start, int field)
    {
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(100));
        frame.Offload = new PacketOffload { ChecksumStart = frame.Headroom + start, ChecksumField = field };
        return frame;
    }

    private static void TooLong(PacketBuffer frame, VirtioNetDevice driver)
    {
        Assert.Equal(TransmitStatus.TooLong, driver.TryTransmit(frame));
        Assert.Equal(1, frame.References);
        frame.Release();
    }
}
