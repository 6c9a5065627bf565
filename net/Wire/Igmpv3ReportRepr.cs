using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A version 3 membership report about whole groups, without sources (RFC 3376 section 4.2).</summary>
/// <param name="RecordCount">Group records, 1..65535.</param>
public readonly record struct Igmpv3ReportRepr(int RecordCount)
{
    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public int Length => Igmpv3ReportView.HeaderLength + (RecordCount * Igmpv3ReportView.RecordHeaderLength);

    /// <summary>Writes the message with its checksum. <paramref name="records"/> holds <see cref="RecordCount"/> records.</summary>
    public void Emit(Span<byte> message, ReadOnlySpan<Igmpv3GroupRecord> records)
    {
        message = message[..Length];
        message[..Igmpv3ReportView.HeaderLength].Clear();
        message[0] = (byte)IgmpType.V3MembershipReport;
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], checked((ushort)RecordCount));
        var rest = message[Igmpv3ReportView.HeaderLength..];
        foreach (var record in records[..RecordCount])
        {
            BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)record.Type << 24);
            record.Group.Write(rest[4..]);
            rest = rest[Igmpv3ReportView.RecordHeaderLength..];
        }

        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Compute(message));
    }
}
