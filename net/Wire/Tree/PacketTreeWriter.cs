using System.Globalization;
using System.Text;

namespace DSoftBus.Net.Wire.Tree;

/// <summary>Indented text, one field per line, two spaces per level, lines end with <c>\n</c>.</summary>
public sealed class PacketTreeWriter
{
    private const int HexPerLine = 32;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>A heading whose fields follow one level deeper, until <see cref="End"/>.</summary>
    public void Begin(string heading)
    {
        Line(heading);
        _depth++;
    }

    public void End() => _depth--;

    public void Line(string text) => _text.Append(' ', 2 * _depth).Append(text).Append('\n');

    /// <summary>Name, a space, and the value in its invariant form.</summary>
    public void Field<T>(string name, T value) => Line(string.Create(CultureInfo.InvariantCulture, $"{name} {value}"));

    /// <summary>The value in hexadecimal with as many digits as its type has.</summary>
    public void Hex(string name, ushort value) => Line(string.Create(CultureInfo.InvariantCulture, $"{name} 0x{value:x4}"));

    /// <summary>The value in hexadecimal with as many digits as its type has.</summary>
    public void Hex(string name, uint value) => Line(string.Create(CultureInfo.InvariantCulture, $"{name} 0x{value:x8}"));

    /// <summary>A count of bytes and the bytes, 32 on a line.</summary>
    public void Bytes(string name, ReadOnlySpan<byte> bytes)
    {
        Begin(string.Create(CultureInfo.InvariantCulture, $"{name} {bytes.Length} bytes"));
        for (int offset = 0; offset < bytes.Length; offset += HexPerLine)
            Line(Convert.ToHexStringLower(bytes.Slice(offset, Math.Min(HexPerLine, bytes.Length - offset))));
        End();
    }

    public override string ToString() => _text.ToString();
}
