using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>An ICMP error about a datagram (RFC 792).</summary>
/// <param name="Type">One of the error types.</param>
/// <param name="Code">Of that type, as <see cref="IcmpUnreachableCode"/>.</param>
/// <param name="Rest">The second word: zero, a pointer in the top byte, or a next-hop MTU in the low half.</param>
/// <param name="OriginalLength">Bytes of the original datagram that are quoted.</param>
public readonly record struct IcmpErrorRepr(IcmpType Type, byte Code, uint Rest, int OriginalLength)
{
    /// <summary>The quoted part is the header and as much as fits into 576 bytes in all (RFC 1812 section 4.3.2.3).</summary>
    public const int MaximumOriginalLength = 576 - Ipv4View.MinimumHeaderLength - IcmpView.HeaderLength;

    /// <summary>Bytes of header and quoted datagram.</summary>
    public int Length => IcmpView.HeaderLength + OriginalLength;

    public static IcmpErrorRepr From(IcmpView view) => new(view.Type, view.Code, view.Rest, view.Payload.Length);

    /// <summary>Writes the header and the checksum over <paramref name="message"/>, whose quoted datagram must already be in place.</summary>
    public void Emit(Span<byte> message)
    {
        message = message[..Length];
        message[0] = (byte)Type;
        message[1] = Code;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], Rest);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Compute(message));
    }
}
