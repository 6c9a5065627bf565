using System.Diagnostics.CodeAnalysis;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Devices;

/// <summary>
/// One end of a wire in memory that does what a card with offloads does: finishes checksums, cuts frames into segments, puts received
/// segments together. The wire between always carries whole ordinary frames. Allocates nothing per frame unless it records.
/// </summary>
internal sealed class PairedDevice : INetDevice
{
    private const int Slots = 4096;
    private const int TcpHeaderAt = EthernetRepr.Length + Ipv4View.MinimumHeaderLength;

    private readonly byte[][] _frames = new byte[Slots][];
    private readonly int[] _lengths = new int[Slots];
    private readonly byte[] _whole = new byte[70_000];
    private int _first, _count;
    private PairedDevice? _peer;

    private PairedDevice(byte last, NetDeviceFeatures features, int buffers)
    {
        Assert.True(new HostMemoryPool().TryAllocate(buffers * 2048, out var memory));
        Buffers = new PacketPool(memory);
        Address = MacAddress.From([0x52, 0x54, 0x00, 0x12, 0x34, last]);
        Features = features;
        for (int i = 0; i < Slots; i++)
            _frames[i] = new byte[2048];
    }

    public MacAddress Address { get; }

    public int Mtu => 1500;

    public NetDeviceFeatures Features { get; }

    public int SegmentationLimit => (Features & NetDeviceFeatures.TransmitSegmentation) != 0 ? ushort.MaxValue : Mtu;

    public PacketPool Buffers { get; }

    /// <summary>Not null: every frame on the wire is kept.</summary>
    public List<byte[]>? Recorded { get; set; }

    /// <summary>Whether the frame of this number is lost on the wire.</summary>
    public Func<int, bool> IsLost { get; set; } = static _ => false;

    /// <summary>Frames given to the device, and those on the wire.</summary>
    public int Transmitted { get; private set; }

    public int OnWire { get; private set; }

    /// <summary>Frames handed up, and those of several segments among them.</summary>
    public int Received { get; private set; }

    public int Coalesced { get; private set; }

    /// <summary>Octets in each buffer of a coalesced frame behind the first; odd values put seams at odd places.</summary>
    public int SeamEvery { get; set; } = 2048;

    public static (PairedDevice A, PairedDevice B) Pair(NetDeviceFeatures a, NetDeviceFeatures b, int buffers = 4096)
    {
        var (left, right) = (new PairedDevice(1, a, buffers), new PairedDevice(2, b, buffers));
        (left._peer, right._peer) = (right, left);
        return (left, right);
    }

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
    {
        frame = null;
        if (_count == 0)
            return false;
        int run = (Features & NetDeviceFeatures.ReceiveCoalescing) != 0 ? CoalescibleRun() : 1;
        Assert.True(Buffers.TryRent(0, out frame), "the pool is empty");
        Received++;
        var verified = new PacketOffload { ChecksumVerified = (Features & NetDeviceFeatures.ReceiveChecksum) != 0 };
        if (run == 1)
        {
            Frame(0).CopyTo(frame.Append(Frame(0).Length));
            frame.Offload = verified;
            Drop(1);
            return true;
        }

        Coalesced++;
        int length = Merge(run, out int segmentSize);
        int header = TcpHeaderAt + ((_whole[TcpHeaderAt + 12] >> 4) * 4);
        int first = Math.Min(length, header + (SeamEvery / 2));
        _whole.AsSpan(0, first).CopyTo(frame.Append(first));
        frame.Offload = verified with { SegmentSize = segmentSize };
        var tail = frame;
        for (int at = first; at < length; at += tail.Length)
        {
            Assert.True(Buffers.TryRent(0, out var next), "the pool is empty");
            int part = Math.Min(SeamEvery, length - at);
            _whole.AsSpan(at, part).CopyTo(next.Append(part));
            tail.Chain(next);
            tail = next;
        }

        Drop(run);
        return true;
    }

    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        var offload = frame.Offload;
        Assert.True(!offload.NeedsChecksum || (Features & NetDeviceFeatures.TransmitChecksum) != 0, "a checksum to finish without the feature");
        Assert.True(frame.Next is null || offload.SegmentSize > 0, "a chain without a segment size");
        Assert.True(offload.SegmentSize == 0 || (Features & NetDeviceFeatures.TransmitSegmentation) != 0, "segmentation without the feature");
        Transmitted++;
        if (offload.SegmentSize == 0)
        {
            Assert.True(frame.Length <= Mtu + EthernetRepr.Length);
            frame.Span.CopyTo(_whole);
            if (offload.NeedsChecksum)
                ReferenceSegmenter.Finish(_whole.AsSpan(0, frame.Length), offload.ChecksumStart - frame.Headroom, offload.ChecksumField);
            Put(_whole.AsSpan(0, frame.Length));
            return TransmitStatus.Queued;
        }

        int length = 0, buffers = 0;
        for (var piece = frame; piece is not null; piece = piece.Next)
        {
            piece.Span.CopyTo(_whole.AsSpan(length));
            length += piece.Length;
            buffers++;
        }

        Assert.True(buffers <= INetDevice.LongestChain, "the chain is too long");

        int start = offload.ChecksumStart - frame.Headroom;
        Assert.True(start == TcpHeaderAt && frame.Length == start + ((frame.Span[start + 12] >> 4) * 4), "the first buffer holds more or less than the headers");
        Assert.True(length - EthernetRepr.Length <= SegmentationLimit);
        int texts = length - frame.Length;
        Span<byte> segment = stackalloc byte[1514];
        for (int at = 0; at < texts; at += offload.SegmentSize)
            Put(segment[..ReferenceSegmenter.Cut(_whole.AsSpan(0, length), frame.Length, at, offload.SegmentSize, segment)]);
        return TransmitStatus.Queued;
    }

    public ValueTask WaitAsync(Instant deadline) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private void Put(ReadOnlySpan<byte> frame)
    {
        Recorded?.Add(frame.ToArray());
        if (IsLost(OnWire++))
            return;
        var peer = _peer!;
        Assert.True(peer._count < Slots, "the wire is full");
        int slot = (peer._first + peer._count++) % Slots;
        frame.CopyTo(peer._frames[slot]);
        peer._lengths[slot] = frame.Length;
    }

    private ReadOnlySpan<byte> Frame(int index)
    {
        int slot = (_first + index) % Slots;
        return _frames[slot].AsSpan(0, _lengths[slot]);
    }

    private void Drop(int frames)
    {
        _first = (_first + frames) % Slots;
        _count -= frames;
    }

    // Segments of one size that follow each other with nothing but ACK in their flags; the last may be shorter and carry PSH.
    private int CoalescibleRun()
    {
        var first = Frame(0);
        if (!ReferenceSegmenter.TryText(first, out uint sequence, out int size) || size == 0)
            return 1;
        int run = 1, total = first.Length;
        while (run < _count && run < 40)
        {
            var before = Frame(run - 1);
            var next = Frame(run);
            bool follows = ReferenceSegmenter.TryText(next, out uint number, out int length) && (before[TcpHeaderAt + 13] & ~0x10) == 0
                && number == sequence + (uint)(run * size) && length > 0 && length <= size && (next[TcpHeaderAt + 13] & ~0x18) == 0
                && next[TcpHeaderAt + 12] == first[TcpHeaderAt + 12] && total + length < 60_000;
            if (!follows)
                break;
            total += length;
            run++;
            if (length < size)
                break;
        }

        return run;
    }

    private int Merge(int run, out int segmentSize)
    {
        ReferenceSegmenter.TryText(Frame(0), out _, out segmentSize);
        int header = Frame(0).Length - segmentSize, length = Frame(0).Length;
        Frame(0).CopyTo(_whole);
        for (int i = 1; i < run; i++)
        {
            Frame(i)[header..].CopyTo(_whole.AsSpan(length));
            length += Frame(i).Length - header;
        }

        _whole[TcpHeaderAt + 13] |= Frame(run - 1)[TcpHeaderAt + 13];
        ReferenceSegmenter.Seal(_whole.AsSpan(0, length));
        return length;
    }
}
