using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A version 3 membership query without sources (RFC 3376 section 4.1).</summary>
/// <param name="MaximumResponseCode">Tenths of seconds below 128, above in the floating form.</param>
/// <param name="Group">Zero in a general query.</param>
/// <param name="RobustnessVariable">0..7.</param>
/// <param name="QueryIntervalCode">Seconds below 128, above in the floating form.</param>
public readonly record struct Igmpv3QueryRepr(byte MaximumResponseCode, Ipv4Address Group, byte RobustnessVariable, byte QueryIntervalCode)
{
    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public const int Length = Igmpv3QueryView.MinimumLength;

    public static Igmpv3QueryRepr From(Igmpv3QueryView view) =>
        new(view.MaximumResponseCode, view.Group, (byte)view.RobustnessVariable, view.QueryIntervalCode);

    /// <summary>Writes the message with its checksum.</summary>
    public void Emit(Span<byte> message)
    {
        message = message[..Length];
        message[0] = (byte)IgmpType.MembershipQuery;
        message[1] = MaximumResponseCode;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
        Group.Write(message[4..]);
        message[8] = (byte)(RobustnessVariable & 7);
        message[9] = QueryIntervalCode;
        BinaryPrimitives.WriteUInt16BigEndian(message[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Compute(message));
    }
}
