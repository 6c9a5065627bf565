using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A TCP header (RFC 9293 section 3.1).</summary>
/// <param name="SourcePort">Local port.</param>
/// <param name="DestinationPort">Remote port.</param>
/// <param name="SequenceNumber">Of the first byte of data, or of SYN.</param>
/// <param name="AcknowledgmentNumber">Next byte expected; written as zero without ACK.</param>
/// <param name="Flags">Control bits.</param>
/// <param name="Window">As it goes on the wire, scaled already.</param>
/// <param name="Options">At most 40 bytes.</param>
/// <param name="PayloadLength">Bytes of data after the header.</param>
public readonly record struct TcpRepr(
    ushort SourcePort,
    ushort DestinationPort,
    uint SequenceNumber,
    uint AcknowledgmentNumber,
    TcpFlags Flags,
    ushort Window,
    TcpOptions Options,
    int PayloadLength)
{
    /// <summary>Where the checksum lies in the header, for devices that compute it.</summary>
    public const int ChecksumOffset = 16;

    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public int HeaderLength => TcpView.MinimumHeaderLength + Options.Length;

    /// <summary>Bytes of header and data.</summary>
    public int Length => HeaderLength + PayloadLength;

    /// <summary>Reads header and options; see <see cref="TcpOptions.TryParse"/> for the error.</summary>
    public static WireError TryFrom(TcpView view, out TcpRepr repr)
    {
        var error = TcpOptions.TryParse(view.Options, out var options);
        repr = new TcpRepr(view.SourcePort, view.DestinationPort, view.SequenceNumber, view.AcknowledgmentNumber, view.Flags, view.Window,
            options, view.Payload.Length);
        return error;
    }

    /// <summary>Writes the header; the checksum is left zero, for <see cref="FillChecksum"/> or for the device.</summary>
    public void Emit(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], (Flags & TcpFlags.Ack) == 0 ? 0 : AcknowledgmentNumber);
        header[12] = checked((byte)(HeaderLength / 4 << 4));
        header[13] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(header[14..], Window);
        BinaryPrimitives.WriteUInt32BigEndian(header[ChecksumOffset..], 0);
        Options.Emit(header[TcpView.MinimumHeaderLength..]);
    }

    /// <summary>Writes what a device needs to finish the checksum of a segment of <paramref name="length"/> bytes: the sum of its pseudo header.</summary>
    public static void SeedChecksum(Span<byte> header, int length, Ipv4Address source, Ipv4Address destination) =>
        BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumOffset..], InternetChecksum.Seed(InternetChecksum.PseudoHeader(source, destination, IpProtocol.Tcp, length)));

    /// <summary>Writes the checksum over a whole segment whose checksum field is zero.</summary>
    public static void FillChecksum(Span<byte> segment, Ipv4Address source, Ipv4Address destination)
    {
        ulong sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.Tcp, segment.Length);
        BinaryPrimitives.WriteUInt16BigEndian(segment[ChecksumOffset..], InternetChecksum.Finish(InternetChecksum.Accumulate(segment, sum)));
    }
}
