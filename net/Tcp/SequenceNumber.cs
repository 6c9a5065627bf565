namespace DSoftBus.Net.Tcp;

/// <summary>A TCP sequence number: 32 bits that wrap (RFC 9293 section 3.4). Ordering is modulo 2^32 and only means something for numbers less than 2^31 apart.</summary>
public readonly record struct SequenceNumber(uint Value)
{
    public static SequenceNumber operator +(SequenceNumber number, int count) => new(unchecked(number.Value + (uint)count));

    public static SequenceNumber operator -(SequenceNumber number, int count) => new(unchecked(number.Value - (uint)count));

    /// <summary>Signed distance in octets; positive when <paramref name="left"/> is later.</summary>
    public static int operator -(SequenceNumber left, SequenceNumber right) => unchecked((int)(left.Value - right.Value));

    public static bool operator <(SequenceNumber left, SequenceNumber right) => left - right < 0;

    public static bool operator >(SequenceNumber left, SequenceNumber right) => left - right > 0;

    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left - right <= 0;

    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left - right >= 0;

    public static SequenceNumber Max(SequenceNumber left, SequenceNumber right) => left > right ? left : right;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
