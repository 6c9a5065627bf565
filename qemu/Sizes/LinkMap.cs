using System.Globalization;

namespace DSoftBus.Qemu.Sizes;

/// <summary>
/// A link map as lld writes it with <c>-Map</c>: per line VMA, LMA, size (hexadecimal) and alignment (decimal), then the name,
/// indented by 0 (output section), 8 (input section) or 16 (symbol) columns.
/// </summary>
public sealed class LinkMap
{
    private const int InputIndent = 8;
    private const int SymbolIndent = 16;

    private LinkMap(IReadOnlyList<MapSection> sections) => Sections = sections;

    /// <summary>Output sections in the order of the map.</summary>
    public IReadOnlyList<MapSection> Sections { get; }

    /// <summary>Reads a map. Total: any text gives a map or a named problem.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="map">The map, or null.</param>
    /// <param name="line">Number of the line at fault, from 1.</param>
    public static LinkMapProblem Parse(string text, out LinkMap? map, out int line)
    {
        map = null;
        line = 1;
        var sections = new List<MapSection>();
        List<MapInput>? inputs = null;
        List<MapSymbol>? symbols = null;
        bool header = false;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            if (!header)
            {
                if (!IsHeader(raw))
                    return LinkMapProblem.NoHeader;
                header = true;
            }
            else if (!raw.IsWhiteSpace())
            {
                if (!Columns(raw, out ulong address, out ulong size, out ReadOnlySpan<char> rest))
                    return LinkMapProblem.MalformedLine;
                if (address + size < address)
                    return LinkMapProblem.Overflow;
                string name = rest.Trim(' ').ToString();
                switch (rest.Length - rest.TrimStart(' ').Length)
                {
                    case 0:
                        inputs = [];
                        symbols = null;
                        sections.Add(new MapSection(name, address, size, inputs));
                        break;
                    case InputIndent when inputs is not null:
                        symbols = [];
                        inputs.Add(Input(name, address, size, symbols));
                        break;
                    case SymbolIndent when symbols is not null:
                        symbols.Add(new MapSymbol(name, address, size));
                        break;
                    case InputIndent or SymbolIndent:
                        return LinkMapProblem.WithoutParent;
                    default:
                        return LinkMapProblem.MalformedLine;
                }
            }

            line++;
        }

        map = new LinkMap(sections);
        return LinkMapProblem.None;
    }

    private static bool IsHeader(ReadOnlySpan<char> line)
    {
        string[] words = line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is ["VMA", "LMA", "Size", "Align", "Out", "In", "Symbol"];
    }

    private static bool Columns(ReadOnlySpan<char> line, out ulong address, out ulong size, out ReadOnlySpan<char> rest)
    {
        address = size = 0;
        rest = line;
        if (!Number(ref rest, NumberStyles.AllowHexSpecifier, out address)
            || !Number(ref rest, NumberStyles.AllowHexSpecifier, out _)
            || !Number(ref rest, NumberStyles.AllowHexSpecifier, out size)
            || !Number(ref rest, NumberStyles.None, out _)
            || rest.IsEmpty)
            return false;
        rest = rest[1..];
        return true;
    }

    // Takes one number, padded with blanks on its left, off the line; a blank or the end must follow.
    private static bool Number(ref ReadOnlySpan<char> rest, NumberStyles style, out ulong value)
    {
        ReadOnlySpan<char> text = rest.TrimStart(' ');
        int end = text.IndexOf(' ');
        ReadOnlySpan<char> digits = end < 0 ? text : text[..end];
        rest = text[digits.Length..];
        return ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out value);
    }

    // "source:(section)" or an assignment; a section's name may itself hold brackets or colons, a path may too.
    private static MapInput Input(string name, ulong address, ulong size, List<MapSymbol> symbols)
        => name.EndsWith(')') && name.LastIndexOf(":(", StringComparison.Ordinal) is >= 0 and var at
            ? new MapInput(name[..at], name[(at + 2)..^1], address, size, symbols)
            : new MapInput(name, "", address, size, symbols);
}
