using System.Globalization;

namespace DSoftBus.Qemu.Bench;

/// <summary>What the benchmark program prints: <c>bench: KEY VALUE...</c>, among whatever else a machine says.</summary>
public static class ProgramLines
{
    public const string Hello = "bench: hello";
    public const string Idle = "bench: idle";
    public const string End = "bench: end";

    private const string Start = "bench: ";

    /// <summary>Whether managed code printed it.</summary>
    public static bool IsManaged(string line) => line.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>A line of measured values; false for every other line, one with a value that is no finite number included.</summary>
    /// <param name="line">A line of the serial line.</param>
    /// <param name="key">Which figure; empty when false.</param>
    /// <param name="values">At least one, in the order of the rounds; empty when false.</param>
    public static bool TryParse(string line, out string key, out IReadOnlyList<double> values)
    {
        key = "";
        values = [];
        if (!IsManaged(line) || line[Start.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var name, _, ..] words)
            return false;
        var numbers = new double[words.Length - 1];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.TryParse(words[i + 1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                return false;
        }

        (key, values) = (name, numbers);
        return true;
    }
}
