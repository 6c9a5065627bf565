using System.Text;

namespace DSoftBus.Softbus.Identity;

/// <summary>A position in JSON text (RFC 8259) that is valid UTF-8. Every step says whether it fitted; nothing is thrown or allocated.</summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The next byte, or 0 at the end (which starts no value).</summary>
    public readonly byte Peek => _rest.IsEmpty ? (byte)0 : _rest[0];

    public void SkipWhiteSpace()
    {
        int i = 0;
        while (i < _rest.Length && _rest[i] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            i++;
        _rest = _rest[i..];
    }

    public bool TryTake(byte expected)
    {
        if (Peek != expected || AtEnd)
            return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>A whole number 0..255 in plain digits, without sign, fraction, exponent or leading zero.</summary>
    public bool TryReadByte(out byte value)
    {
        value = 0;
        int digits = CountDigits(0), number = 0;
        if (digits is 0 or > 3 || (digits > 1 && _rest[0] == '0'))
            return false;
        for (int i = 0; i < digits; i++)
            number = (number * 10) + _rest[i] - '0';
        if (number > byte.MaxValue)
            return false;
        value = (byte)number;
        _rest = _rest[digits..];
        return Peek is not ((byte)'.' or (byte)'e' or (byte)'E');
    }

    /// <summary>A number, true, false or null (RFC 8259 sections 3 and 6).</summary>
    public bool TrySkipScalar() =>
        TrySkipLiteral("true"u8) || TrySkipLiteral("false"u8) || TrySkipLiteral("null"u8) || TrySkipNumber();

    /// <summary>A string; its unescaped UTF-8 goes to <paramref name="destination"/>, or nowhere when that is empty.</summary>
    /// <param name="length">Bytes of the unescaped text.</param>
    public bool TryReadString(scoped Span<byte> destination, out int length)
    {
        length = 0;
        if (!TryTake((byte)'"'))
            return false;
        Span<byte> unescaped = stackalloc byte[4];
        while (!AtEnd)
        {
            byte next = _rest[0];
            _rest = _rest[1..];
            if (next == '"')
                return true;
            if (next < 0x20) // RFC 8259 section 7
                return false;
            int bytes = 1;
            unescaped[0] = next;
            if (next == '\\' && !TryReadEscape(unescaped, out bytes))
                return false;
            if (!destination.IsEmpty)
            {
                if (destination.Length - length < bytes)
                    return false;
                unescaped[..bytes].CopyTo(destination[length..]);
            }

            length += bytes;
        }

        return false;
    }

    private bool TryReadEscape(scoped Span<byte> unescaped, out int bytes)
    {
        bytes = 1;
        byte kind = Peek;
        if (AtEnd)
            return false;
        _rest = _rest[1..];
        switch (kind)
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                unescaped[0] = kind;
                return true;
            case (byte)'b':
                unescaped[0] = 8;
                return true;
            case (byte)'f':
                unescaped[0] = 12;
                return true;
            case (byte)'n':
                unescaped[0] = 10;
                return true;
            case (byte)'r':
                unescaped[0] = 13;
                return true;
            case (byte)'t':
                unescaped[0] = 9;
                return true;
            case (byte)'u':
                return TryReadRune(out var rune) && rune.TryEncodeToUtf8(unescaped, out bytes);
            default:
                return false;
        }
    }

    private bool TryReadRune(out Rune rune)
    {
        rune = default;
        if (!TryReadUnit(out char first))
            return false;
        if (!char.IsHighSurrogate(first))
            return Rune.TryCreate(first, out rune); // false for a lone low surrogate
        return TryTake((byte)'\\') && TryTake((byte)'u') && TryReadUnit(out char second) && Rune.TryCreate(first, second, out rune);
    }

    private bool TryReadUnit(out char unit)
    {
        unit = '\0';
        if (_rest.Length < 4)
            return false;
        int value = 0;
        for (int i = 0; i < 4; i++)
        {
            char digit = (char)_rest[i];
            if (!char.IsAsciiHexDigit(digit))
                return false;
            value = (value << 4) | (char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        unit = (char)value;
        _rest = _rest[4..];
        return true;
    }

    private bool TrySkipLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_rest.StartsWith(literal))
            return false;
        _rest = _rest[literal.Length..];
        return true;
    }

    private bool TrySkipNumber()
    {
        int at = Peek == '-' ? 1 : 0;
        int digits = CountDigits(at);
        if (digits == 0 || (digits > 1 && _rest[at] == '0'))
            return false;
        at += digits;
        if (at < _rest.Length && _rest[at] == '.')
        {
            digits = CountDigits(at + 1);
            if (digits == 0)
                return false;
            at += 1 + digits;
        }

        if (at < _rest.Length && _rest[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < _rest.Length && _rest[at] is (byte)'+' or (byte)'-')
                at++;
            digits = CountDigits(at);
            if (digits == 0)
                return false;
            at += digits;
        }

        _rest = _rest[at..];
        return true;
    }

    private readonly int CountDigits(int from)
    {
        int end = from;
        while (end < _rest.Length && char.IsAsciiDigit((char)_rest[end]))
            end++;
        return end - from;
    }
}
