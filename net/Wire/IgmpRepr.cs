using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>An IGMP message of eight bytes: query, report or leave of versions 1 and 2 (RFC 2236 section 2).</summary>
/// <param name="Type">Not the version 3 report.</param>
/// <param name="MaximumResponseCode">Tenths of seconds in a query, else zero.</param>
/// <param name="Group">The group, zero in a general query.</param>
public readonly record struct IgmpRepr(IgmpType Type, byte MaximumResponseCode, Ipv4Address Group)
{
    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public const int Length = IgmpView.MessageLength;

    public static IgmpRepr From(IgmpView view) => new(view.Type, view.MaximumResponseCode, view.Group);

    /// <summary>Writes the message with its checksum.</summary>
    public void Emit(Span<byte> message)
    {
        message = message[..Length];
        message[0] = (byte)Type;
        message[1] = MaximumResponseCode;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
        Group.Write(message[4..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Compute(message));
    }
}
