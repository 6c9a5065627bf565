using System.Buffers.Binary;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Qemu.Tap;

/// <summary>What stands in front of every frame of a TAP with offloads (virtio 1.2 section 5.1.6.1, <c>struct virtio_net_hdr</c>; little-endian on this machine).</summary>
/// <remarks>
/// <code>
/// 0 flags u8 | 1 gso_type u8 | 2 hdr_len u16 | 4 gso_size u16 | 6 csum_start u16 | 8 csum_offset u16
/// </code>
/// The field num_buffers behind it belongs to merged buffers, which a TAP does not have: the header is set to ten bytes.
/// </remarks>
internal readonly record struct VnetHeader(byte Flags, byte Segmentation, ushort HeaderLength, ushort SegmentSize, ushort ChecksumStart, ushort ChecksumOffset)
{
    /// <summary>Bytes.</summary>
    public const int Length = 10;

    private const byte NeedsChecksum = 1; // VIRTIO_NET_HDR_F_NEEDS_CSUM
    private const byte DataValid = 2;     // VIRTIO_NET_HDR_F_DATA_VALID
    private const byte NoSegmentation = 0;
    private const byte Tcp4 = 1;          // VIRTIO_NET_HDR_GSO_TCPV4
    private const byte Congestion = 0x80; // VIRTIO_NET_HDR_GSO_ECN

    // Ethernet and the smallest IPv4 header: nothing that is summed by TCP or UDP begins earlier.
    private const int FirstTransport = 14 + 20;

    public static VnetHeader Read(ReadOnlySpan<byte> source) => new(
        source[0],
        source[1],
        BinaryPrimitives.ReadUInt16LittleEndian(source[2..]),
        BinaryPrimitives.ReadUInt16LittleEndian(source[4..]),
        BinaryPrimitives.ReadUInt16LittleEndian(source[6..]),
        BinaryPrimitives.ReadUInt16LittleEndian(source[8..]));

    /// <summary>The header of a frame to send.</summary>
    /// <param name="frame">Its first buffer; with a segment size that holds all headers and nothing else.</param>
    public static VnetHeader For(PacketBuffer frame)
    {
        PacketOffload offload = frame.Offload;
        if (!offload.NeedsChecksum)
            return default;
        bool isLong = offload.SegmentSize > 0;
        return new VnetHeader(
            NeedsChecksum,
            isLong ? Tcp4 : NoSegmentation,
            (ushort)(isLong ? frame.Length : 0),
            (ushort)offload.SegmentSize,
            (ushort)(offload.ChecksumStart - frame.Headroom),
            (ushort)offload.ChecksumField);
    }

    public void Write(Span<byte> destination)
    {
        destination[0] = Flags;
        destination[1] = Segmentation;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], SegmentSize);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], ChecksumStart);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[8..], ChecksumOffset);
    }

    /// <summary>What the header says of a received frame; false when it contradicts the frame or itself, or says what was not asked for.</summary>
    /// <param name="frameLength">Bytes of the frame, Ethernet header included.</param>
    /// <param name="offload">For the frame's first buffer.</param>
    public bool TryTranslate(int frameLength, out PacketOffload offload)
    {
        offload = default;
        bool isPartial = (Flags & NeedsChecksum) != 0;
        if (isPartial && (ChecksumStart < FirstTransport || ChecksumStart + ChecksumOffset + sizeof(ushort) > frameLength))
            return false;
        switch (Segmentation & ~Congestion)
        {
            case NoSegmentation when Segmentation == NoSegmentation:
                offload = new PacketOffload { ChecksumVerified = isPartial || (Flags & DataValid) != 0 };
                return true;

            // Segments that were put together, or are not cut yet, have no checksum that could be verified: the kernel vouches for them.
            case Tcp4 when SegmentSize > 0 && HeaderLength <= frameLength:
                offload = new PacketOffload { ChecksumVerified = true, SegmentSize = SegmentSize };
                return true;
            default:
                return false;
        }
    }
}
