using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>An echo request or reply (RFC 792 page 14).</summary>
public readonly record struct IcmpEchoRepr(bool IsReply, ushort Identifier, ushort Sequence, int PayloadLength)
{
    /// <summary>Bytes of header and data.</summary>
    public int Length => IcmpView.HeaderLength + PayloadLength;

    public static IcmpEchoRepr From(IcmpView view) =>
        new(view.Type == IcmpType.EchoReply, view.Identifier, view.Sequence, view.Payload.Length);

    /// <summary>Writes the header and the checksum over <paramref name="message"/>, whose data must already be in place after the header.</summary>
    public void Emit(Span<byte> message)
    {
        message = message[..Length];
        message[0] = (byte)(IsReply ? IcmpType.EchoReply : IcmpType.EchoRequest);
        message[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], Identifier);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Compute(message));
    }
}
