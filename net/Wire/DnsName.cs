namespace DSoftBus.Net.Wire;

/// <summary>Domain names in wire form: labels of 1..63 bytes, each after its length, ended by a zero byte; 255 bytes at most (RFC 1035 section 3.1).</summary>
public static class DnsName
{
    public const int MaximumLength = 255;

    private const int MaximumLabel = 63;

    /// <summary>Writes a dotted ASCII name in wire form; a final dot is allowed. False: empty or long labels, no room, bytes outside ASCII.</summary>
    public static bool TryEncode(ReadOnlySpan<byte> dotted, Span<byte> destination, out int written)
    {
        written = 0;
        if (dotted.Length > 0 && dotted[^1] == (byte)'.')
            dotted = dotted[..^1];
        if (dotted.Length is 0 or > MaximumLength - 2 || destination.Length < dotted.Length + 2 || dotted.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e))
            return false;
        while (true)
        {
            int dot = dotted.IndexOf((byte)'.');
            var label = dot < 0 ? dotted : dotted[..dot];
            if (label.Length is 0 or > MaximumLabel)
                return false;
            destination[written] = (byte)label.Length;
            label.CopyTo(destination[(written + 1)..]);
            written += label.Length + 1;
            if (dot < 0)
                break;
            dotted = dotted[(dot + 1)..];
        }

        destination[written++] = 0;
        return true;
    }

    /// <summary>
    /// Copies the name at <paramref name="offset"/> of a message in wire form, compression resolved (RFC 1035 section 4.1.4);
    /// pointers must point backwards, so a loop is impossible. <paramref name="next"/> is the offset after the name in the message.
    /// </summary>
    public static WireError TryRead(ReadOnlySpan<byte> message, int offset, Span<byte> destination, out int written, out int next)
    {
        written = 0;
        next = 0;
        int position = offset, limit = message.Length;
        while (true)
        {
            if (position >= message.Length)
                return WireError.Truncated;
            byte length = message[position];
            if ((length & 0xc0) == 0xc0)
            {
                if (position + 1 >= message.Length)
                    return WireError.Truncated;
                if (next == 0)
                    next = position + 2;
                int target = ((length & 0x3f) << 8) | message[position + 1];
                if (target >= Math.Min(limit, position))
                    return WireError.BadValue;
                limit = target;
                position = target;
                continue;
            }

            if (length > MaximumLabel)
                return WireError.BadValue;
            if (position + 1 + length > message.Length)
                return WireError.Truncated;
            if (written + 1 + length > Math.Min(MaximumLength, destination.Length))
                return WireError.BadLength;
            message.Slice(position, 1 + length).CopyTo(destination[written..]);
            written += 1 + length;
            position += 1 + length;
            if (length != 0)
                continue;
            if (next == 0)
                next = position;
            return WireError.None;
        }
    }

    /// <summary>Names are equal without regard to the case of ASCII letters (RFC 1035 section 2.3.3); both in wire form.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
            return false;
        for (int i = 0; i < left.Length; i++)
        {
            if (ToLower(left[i]) != ToLower(right[i]))
                return false;
        }

        return true;
    }

    private static byte ToLower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}
