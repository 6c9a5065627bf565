using System.Globalization;
using System.Text;

namespace DSoftBus.Qemu.GuestTests;

/// <summary>
/// One line by which the guest says how its tests went: <c>@result SEQUENCE LENGTH CHECKSUM KIND FIELD...</c>, all printable ASCII.
/// </summary>
/// <remarks>
/// <para>SEQUENCE counts the frames of a run from 0. LENGTH is the number of characters after the blank behind CHECKSUM.
/// CHECKSUM is the CRC-32 (ISO 3309) of SEQUENCE, a blank and those characters, as eight hex digits. In a field every byte of
/// its UTF-8 outside 0x21..0x7e, and '%', is <c>%XX</c>; the empty field is a single '%'.</para>
/// <para>Frames of a run, in this order:</para>
/// <code>
/// start 1 TOTAL SHARD SHARDS      version of the format; cases to come; which part of how many
/// left KIND NAME REASON           a test of the host that does not run here
/// plan INDEX NAME                 TOTAL times
/// begin INDEX                     then exactly one of
/// pass INDEX NANOSECONDS
/// fail INDEX NANOSECONDS TYPE MESSAGE STACK
/// hang INDEX MILLISECONDS         the limit is over; the run ends here
/// end PASSED FAILED NANOSECONDS
/// </code>
/// </remarks>
internal static class ResultFrame
{
    public const string Mark = "@result ";

    /// <summary>Longest field in escaped characters; longer ones are cut and end in "...". A frame of six fields stays under 4096.</summary>
    public const int LongestField = 1200;

    private const string Cut = "...";

    /// <summary>The line without its end mark.</summary>
    public static string Format(int sequence, params ReadOnlySpan<string> fields)
    {
        var body = new StringBuilder();
        foreach (string field in fields)
        {
            if (body.Length > 0)
                body.Append(' ');
            Escape(field, body);
        }

        string text = body.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{Mark}{sequence} {text.Length} {Checksum(sequence, text)} {text}");
    }

    /// <summary>Total: any line gets a verdict.</summary>
    /// <param name="line">A line of the serial port; other output may stand before the frame, none after it.</param>
    /// <param name="sequence">Number of the frame; -1 without one.</param>
    /// <param name="fields">The kind and its fields; empty without a frame.</param>
    /// <param name="before">What stands before the frame, or the whole line when there is none.</param>
    public static FrameError TryParse(string line, out int sequence, out string[] fields, out string before)
    {
        sequence = -1;
        fields = [];
        before = line;
        int start = line.LastIndexOf(Mark, StringComparison.Ordinal);
        if (start < 0)
            return FrameError.NoFrame;
        before = line[..start];
        string[] parts = line[(start + Mark.Length)..].Split(' ', 4);
        if (parts.Length < 4 || !TryNumber(parts[0], out int number) || !TryNumber(parts[1], out int length) || parts[3].Length != length)
            return FrameError.Torn;
        if (parts[2] != Checksum(number, parts[3]))
            return FrameError.Damaged;
        string[] escaped = parts[3].Split(' ');
        var read = new string[escaped.Length];
        for (int i = 0; i < read.Length; i++)
        {
            if (!TryUnescape(escaped[i], out read[i]))
                return FrameError.Damaged;
        }

        (sequence, fields) = (number, read);
        return FrameError.None;
    }

    public static bool TryNumber(string text, out int number)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static void Escape(string field, StringBuilder text)
    {
        if (field.Length == 0)
            text.Append('%');
        int end = text.Length + LongestField - Cut.Length;
        foreach (byte b in Encoding.UTF8.GetBytes(field))
        {
            if (text.Length >= end)
            {
                text.Append(Cut);
                return;
            }

            if (b is > 0x20 and < 0x7f and not (byte)'%')
                text.Append((char)b);
            else
                text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
    }

    private static bool TryUnescape(string text, out string field)
    {
        field = "";
        if (text == "%")
            return true;
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes.Add((byte)text[i]);
                continue;
            }

            if (i + 3 > text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
                return false;
            bytes.Add(value);
            i += 2;
        }

        field = Encoding.UTF8.GetString([.. bytes]);
        return bytes.Count > 0;
    }

    private static string Checksum(int sequence, string text)
    {
        uint crc = uint.MaxValue;
        foreach (char letter in sequence.ToString(CultureInfo.InvariantCulture))
            crc = Step(crc, letter);
        crc = Step(crc, ' ');
        foreach (char letter in text)
            crc = Step(crc, letter);
        return (~crc).ToString("x8", CultureInfo.InvariantCulture);
    }

    // ISO 3309: the reflected polynomial 0x04C11DB7, least significant bit first.
    private static uint Step(uint crc, char letter)
    {
        crc ^= (byte)letter;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        return crc;
    }
}
