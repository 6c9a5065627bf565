using System.Globalization;
using System.Text.RegularExpressions;

namespace DSoftBus.Tests.Image;

/// <summary>One line of QEMU's <c>info tlb</c>: an address, where it leads, and the flags XGPDACTUW of its entry (X: no execution).</summary>
internal sealed partial record PageEntry(ulong Address, ulong Physical, string Flags)
{
    private const ulong PageSize = 4096;
    private const ulong LargePageSize = 0x20_0000;

    public bool IsExecutable => !Flags.Contains('X');

    public bool IsWritable => Flags.Contains('W');

    /// <summary>Open to ring 3.</summary>
    public bool IsProgram => Flags.Contains('U');

    /// <summary>PCD and PWT: strong uncacheable by the PAT's reset value (Intel SDM volume 3 table 12-10).</summary>
    public bool IsUncached => Flags.Contains('C') && Flags.Contains('T');

    public ulong Size => Flags.Contains('P') ? LargePageSize : PageSize;

    /// <summary>Whether it leads to a byte of the physical range.</summary>
    public bool Reaches(ulong start, ulong end) => Physical < end && Physical + Size > start;

    /// <summary>Null for a line that is no entry.</summary>
    public static PageEntry? Parse(string line)
    {
        var match = Entry().Match(line);
        return match.Success ? new PageEntry(Number(match.Groups[1].Value), Number(match.Groups[2].Value), match.Groups[3].Value) : null;
    }

    private static ulong Number(string digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9a-f]{16}): ([0-9a-f]{16}) ([A-Z-]{9})\s*$")]
    private static partial Regex Entry();
}
