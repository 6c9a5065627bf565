using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A resolver's answer: the question again and the addresses of its name (RFC 1035 section 4.1).</summary>
/// <param name="Id">Of the query.</param>
/// <param name="ResponseCode">NoError with addresses, or why there are none.</param>
/// <param name="NameLength">Bytes of the question's name in wire form.</param>
/// <param name="AddressCount">Answers, 0..255.</param>
/// <param name="TimeToLive">Seconds.</param>
public readonly record struct DnsAnswerRepr(ushort Id, DnsResponseCode ResponseCode, int NameLength, int AddressCount, uint TimeToLive)
{
    /// <summary>Pointer to the question's name, type, class, ttl, length, address.</summary>
    private const int RecordLength = 16;

    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public int Length => DnsView.HeaderLength + NameLength + 4 + (AddressCount * RecordLength);

    /// <summary>Writes the message; <paramref name="name"/> is in wire form, <paramref name="addresses"/> holds <see cref="AddressCount"/>.</summary>
    public void Emit(Span<byte> message, ReadOnlySpan<byte> name, ReadOnlySpan<Ipv4Address> addresses)
    {
        message = message[..Length];
        new DnsQueryRepr(Id, NameLength).Emit(message, name);
        message[2] = 0x81; // response, recursion desired
        message[3] = (byte)(0x80 | (byte)ResponseCode); // recursion available
        message[7] = checked((byte)AddressCount);
        var rest = message[(DnsView.HeaderLength + NameLength + 4)..];
        foreach (var address in addresses[..AddressCount])
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, 0xc000 | DnsView.HeaderLength);
            BinaryPrimitives.WriteUInt16BigEndian(rest[2..], DnsView.AddressType);
            BinaryPrimitives.WriteUInt16BigEndian(rest[4..], DnsView.InternetClass);
            BinaryPrimitives.WriteUInt32BigEndian(rest[6..], TimeToLive);
            BinaryPrimitives.WriteUInt16BigEndian(rest[10..], Ipv4Address.Length);
            address.Write(rest[12..]);
            rest = rest[RecordLength..];
        }
    }
}
