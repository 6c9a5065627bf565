using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace DSoftBus.Qemu.Harness;

/// <summary>Tells failure lines from the rest.</summary>
/// <remarks>The word FAIL in capitals anywhere, the word panic in any case, an unhandled exception, and the refusals that must not occur between two good nodes.</remarks>
public sealed partial class FailureRules
{
    private static readonly ImmutableArray<string> RefusalPrefixes =
    [
        "netstackd: net dns proof fail",
        "dsoftbusd: identity mismatch",
        "dsoftbusd: noise static key mismatch",
        "dsoftbusd: announce conflict",
        "identityd: no entropy",
    ];

    private readonly ImmutableArray<string> _tolerated;

    private FailureRules(ImmutableArray<string> tolerated) => _tolerated = tolerated;

    /// <summary>For runs in which nothing may go wrong.</summary>
    public static FailureRules Strict { get; } = new([]);

    /// <summary>For runs with a hostile node: lines that start so are what is wanted.</summary>
    public static FailureRules Tolerating(params ImmutableArray<string> prefixes) => new(prefixes);

    public LineVerdict Judge(string line)
    {
        if (_tolerated.Any(prefix => line.StartsWith(prefix, StringComparison.Ordinal)))
            return LineVerdict.Fine;
        if (PanicPattern().IsMatch(line))
            return LineVerdict.Panic;
        return FailPattern().IsMatch(line) || RefusalPrefixes.Any(prefix => line.StartsWith(prefix, StringComparison.Ordinal))
            ? LineVerdict.FailMarker
            : LineVerdict.Fine;
    }

    [GeneratedRegex(@"\bFAIL\b|^init: task \S+ failed\b", RegexOptions.CultureInvariant)]
    private static partial Regex FailPattern();

    [GeneratedRegex(@"\bpanic\b|^Unhandled exception|^Process terminated\.", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PanicPattern();
}
