using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>An IPv4 header that this stack sends (RFC 791 section 3.1): no options but router alert (RFC 2113).</summary>
/// <param name="Source">Sender.</param>
/// <param name="Destination">Receiver.</param>
/// <param name="Protocol">What the payload is.</param>
/// <param name="PayloadLength">Bytes after the header, at most 65535 less the header.</param>
/// <param name="TimeToLive">Hops; 0 is a defect of the caller.</param>
/// <param name="Identification">0 is right for atomic datagrams (RFC 6864 section 4.1).</param>
/// <param name="DontFragment">Whether the datagram is atomic.</param>
/// <param name="RouterAlert">Adds the router alert option that IGMP needs (RFC 2236 section 2).</param>
/// <param name="FragmentOffset">Where the payload belongs in its datagram, bytes, a multiple of 8.</param>
/// <param name="MoreFragments">Whether other parts follow.</param>
public readonly record struct Ipv4Repr(
    Ipv4Address Source,
    Ipv4Address Destination,
    IpProtocol Protocol,
    int PayloadLength,
    byte TimeToLive = Ipv4Repr.DefaultTimeToLive,
    ushort Identification = 0,
    bool DontFragment = true,
    bool RouterAlert = false,
    int FragmentOffset = 0,
    bool MoreFragments = false)
{
    /// <summary>The recommended default (RFC 1700, "IP time to live").</summary>
    public const byte DefaultTimeToLive = 64;

    /// <summary>Copied flag, class 0, number 20 (RFC 2113 section 2.1).</summary>
    internal const byte RouterAlertOption = 0x94;

    /// <summary>Bytes that <see cref="Emit"/> writes: 20, or 24 with router alert.</summary>
    public int HeaderLength => Ipv4View.MinimumHeaderLength + (RouterAlert ? 4 : 0);

    /// <summary>Bytes of header and payload.</summary>
    public int Length => HeaderLength + PayloadLength;

    /// <summary>What this form can say of a packet; other options are not carried over.</summary>
    public static Ipv4Repr From(Ipv4View view) => new(view.Source, view.Destination, view.Protocol, view.Payload.Length,
        view.TimeToLive, view.Identification, view.DontFragment, view.HasRouterAlert,
        view.FragmentOffset, view.MoreFragments);

    /// <summary>Writes the header with its checksum.</summary>
    public void Emit(Span<byte> header)
    {
        header = header[..HeaderLength];
        header[0] = (byte)(0x40 | (HeaderLength / 4));
        header[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], checked((ushort)Length));
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], Identification);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)((DontFragment ? 0x4000 : 0) | (MoreFragments ? 0x2000 : 0) | (FragmentOffset / 8)));
        header[8] = TimeToLive;
        header[9] = (byte)Protocol;
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
        Source.Write(header[12..]);
        Destination.Write(header[16..]);
        if (RouterAlert)
            BinaryPrimitives.WriteUInt32BigEndian(header[20..], (uint)RouterAlertOption << 24 | 0x04_0000);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Compute(header));
    }
}
