using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A standard query for the addresses of one name, recursion desired (RFC 1035 section 4.1).</summary>
/// <param name="Id">Drawn at random by the caller.</param>
/// <param name="NameLength">Bytes of the name in wire form.</param>
public readonly record struct DnsQueryRepr(ushort Id, int NameLength)
{
    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public int Length => DnsView.HeaderLength + NameLength + 4;

    /// <summary>Writes the message; <paramref name="name"/> is in wire form (<see cref="DnsName"/>).</summary>
    public void Emit(Span<byte> message, ReadOnlySpan<byte> name)
    {
        message = message[..Length];
        message[..DnsView.HeaderLength].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message, Id);
        message[2] = 1; // recursion desired
        message[5] = 1; // one question
        name[..NameLength].CopyTo(message[DnsView.HeaderLength..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[^4..], DnsView.AddressType);
        BinaryPrimitives.WriteUInt16BigEndian(message[^2..], DnsView.InternetClass);
    }
}
