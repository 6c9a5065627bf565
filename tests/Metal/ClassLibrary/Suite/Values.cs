using System.Collections;
using System.Globalization;
using System.Text;

namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>Values as the transcript shows them: invariant, on one line, printable ASCII.</summary>
internal static class Values
{
    /// <summary>The values, separated by commas; sequences stand in brackets.</summary>
    public static string Of(params ReadOnlySpan<object?> values)
    {
        var text = new StringBuilder();
        foreach (object? value in values)
            text.Append(text.Length > 0 ? ", " : "").Append(Text(value));
        return text.ToString();
    }

    /// <summary>Control characters and those beyond ASCII as <c>\uXXXX</c>.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is >= ' ' and <= '~')
                line.Append(c);
            else
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return line.ToString();
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable sequence => $"[{string.Join(", ", sequence.Cast<object?>().Select(Text))}]",
        _ => value.ToString() ?? "null",
    };
}
