using System.Collections;
using System.Globalization;
using System.Text;

namespace DSoftBus.Tests.Metal.Runner;

/// <summary>The name of a theory's case: <c>Class.Method(a: 1, b: "x")</c>.</summary>
internal static class CaseName
{
    private const int LongestValue = 50;
    private const int MostElements = 5;

    public static string Of(string name, string[] parameters, object?[] values)
    {
        var text = new StringBuilder(name).Append('(');
        for (int i = 0; i < values.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(i < parameters.Length ? parameters[i] : "?").Append(": ").Append(Value(values[i]));
        return text.Append(')').ToString();
    }

    private static string Value(object? value)
    {
        string text = value switch
        {
            null => "null",
            string plain => $"\"{plain}\"",
            char letter => $"'{letter}'",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Take(MostElements).Select(Value))}]",
            _ => value.ToString() ?? "",
        };
        return text.Length <= LongestValue ? text : text[..LongestValue] + "...";
    }
}
