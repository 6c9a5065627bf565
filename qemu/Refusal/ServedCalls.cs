using System.Globalization;
using System.Text.RegularExpressions;

namespace DSoftBus.Qemu.Refusal;

/// <summary>The numbers of the calls that the shim answers, from its source and from its README, never from a list of our own.</summary>
public static partial class ServedCalls
{
    /// <summary>Every call of the dispatch table, by number: true when it is answered with ENOSYS on purpose, so that refusing it changes nothing.</summary>
    /// <param name="source">Text of <c>kernel-shim/calls/SystemCallTable.cs</c>.</param>
    public static SortedDictionary<ulong, bool> InSource(string source)
    {
        var calls = new SortedDictionary<ulong, bool>();
        foreach (Match match in CasePattern().Matches(source))
        {
            bool isRefusedAnyway = match.Groups[2].Value.Contains("return Error.NoSuchCall;", StringComparison.Ordinal);
            foreach (string number in match.Groups[1].Value.Split(" or "))
                calls[NumberOf(number)] = isRefusedAnyway;
        }

        return calls;
    }

    /// <summary>The numbers in the first column of the table under the heading <c>Calls</c>.</summary>
    /// <param name="readme">Text of <c>kernel-shim/README.md</c>.</param>
    public static SortedSet<ulong> InReadme(string readme)
    {
        var calls = new SortedSet<ulong>();
        bool isInTable = false;
        foreach (string line in readme.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                isInTable = line.StartsWith("## Calls", StringComparison.Ordinal);
            else if (isInTable && RowPattern().Match(line) is { Success: true } row)
                calls.UnionWith(row.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NumberOf));
        }

        return calls;
    }

    private static ulong NumberOf(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*case ((?:0x[0-9a-f]+|\d+)(?: or (?:0x[0-9a-f]+|\d+))*):(.*)$", RegexOptions.Multiline)]
    private static partial Regex CasePattern();

    [GeneratedRegex(@"^\|((?: (?:0x[0-9a-f]+|\d+))+) \|")]
    private static partial Regex RowPattern();
}
