using System.Buffers.Binary;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>What stands in front of each frame between driver and device (virtio 1.2 section 5.1.6): what to do with it, or what was done.</summary>
/// <remarks>
/// <code>
/// flags u8, gso_type u8, hdr_len u16, gso_size u16, csum_start u16, csum_offset u16, num_buffers u16   all little-endian
/// </code>
/// </remarks>
internal readonly record struct VirtioNetHeader
{
    /// <summary>Bytes of virtio_net_hdr with num_buffers, which VERSION_1 makes part of it.</summary>
    public const int Length = 12;

    /// <summary>Destination, source and type of an Ethernet frame.</summary>
    public const int EthernetHeaderLength = 14;

    /// <summary>An 802.1Q tag, which a received frame may carry.</summary>
    public const int VlanTagLength = 4;

    /// <summary>RFC 791: the largest IPv4 packet.</summary>
    public const int LargestPacket = ushort.MaxValue;

    private const byte NeedsChecksumFlag = 1; // VIRTIO_NET_HDR_F_NEEDS_CSUM
    private const byte DataValidFlag = 2;     // VIRTIO_NET_HDR_F_DATA_VALID
    private const byte NoSegmentation = 0;    // VIRTIO_NET_HDR_GSO_NONE
    private const byte SegmentationTcp4 = 1;  // VIRTIO_NET_HDR_GSO_TCPV4

    private readonly byte _flags;
    private readonly byte _segmentationType;
    private readonly ushort _headersLength;
    private readonly ushort _segmentSize;
    private readonly ushort _checksumStart;
    private readonly ushort _checksumField;

    private VirtioNetHeader(ReadOnlySpan<byte> bytes)
    {
        _flags = bytes[0];
        _segmentationType = bytes[1];
        _headersLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        _segmentSize = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        _checksumStart = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        _checksumField = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        Buffers = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
    }

    private VirtioNetHeader(PacketBuffer frame)
    {
        PacketOffload offload = frame.Offload;
        _flags = NeedsChecksumFlag;
        _checksumStart = (ushort)(offload.ChecksumStart - frame.Headroom);
        _checksumField = (ushort)offload.ChecksumField;
        if (offload.SegmentSize == 0)
            return;
        _segmentationType = SegmentationTcp4;
        _segmentSize = (ushort)offload.SegmentSize;
        _headersLength = (ushort)frame.Length;
    }

    /// <summary>Received: how many buffers the frame is spread over; only with merged buffers.</summary>
    public ushort Buffers { get; }

    /// <summary>The device put the frame together from several.</summary>
    public bool IsSegmented => _segmentationType != NoSegmentation;

    public static VirtioNetHeader Read(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>The header of a frame to send, whose <see cref="PacketBuffer.Offload"/> asks for a checksum.</summary>
    public static VirtioNetHeader Asking(PacketBuffer frame) => new(frame);

    public void Write(Span<byte> bytes)
    {
        bytes[0] = _flags;
        bytes[1] = _segmentationType;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], _headersLength);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], _segmentSize);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], _checksumStart);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], _checksumField);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[10..], Buffers);
    }

    /// <summary>Received: whether the header says only what was negotiated and what fits a frame of <paramref name="frameLength"/> bytes; then also what it says.</summary>
    /// <param name="frameLength">Bytes of the whole frame.</param>
    /// <param name="checksum">GUEST_CSUM was negotiated; without it the flags say nothing.</param>
    /// <param name="segmentation">GUEST_TSO4 was negotiated.</param>
    /// <param name="offload">What the stack is told.</param>
    public bool TryGetOffload(int frameLength, bool checksum, bool segmentation, out PacketOffload offload)
    {
        offload = default;
        bool isPartial = checksum && (_flags & NeedsChecksumFlag) != 0;
        if (isPartial && (_checksumStart < EthernetHeaderLength || _checksumStart + _checksumField + sizeof(ushort) > frameLength))
            return false;
        // Of the kinds only TCP over IPv4 without ECN was negotiated.
        if (IsSegmented && (!segmentation || _segmentationType != SegmentationTcp4 || _segmentSize == 0))
            return false;
        offload = new PacketOffload
        {
            ChecksumVerified = checksum && (_flags & (NeedsChecksumFlag | DataValidFlag)) != 0,
            SegmentSize = IsSegmented ? _segmentSize : 0,
        };
        return true;
    }
}
