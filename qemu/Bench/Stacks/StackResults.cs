using System.Globalization;

namespace DSoftBus.Qemu.Bench.Stacks;

/// <summary>The lines that the peers' script writes: <c>ROUND VARIANT TEST KEY=VALUE...</c></summary>
internal sealed class StackResults
{
    private readonly Dictionary<(string Variant, string Test), List<IReadOnlyDictionary<string, double>>> _tests = [];

    /// <summary>Tests that ended with an error, as the script words them.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Takes one line; what is no result is left out.</summary>
    public void Add(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 4 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return;
        string[] pairs = words[3..];
        if (pairs.Any(pair => pair.StartsWith("error=", StringComparison.Ordinal) || (pair.StartsWith("errno=", StringComparison.Ordinal) && pair != "errno=0")))
        {
            Errors.Add(line);
            return;
        }

        var values = new Dictionary<string, double>();
        foreach (string[] pair in pairs.Select(word => word.Split('=', 2)).Where(parts => parts.Length == 2))
        {
            if (double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                values[pair[0]] = value;
        }

        (string, string) key = (words[1], words[2]);
        if (!_tests.TryGetValue(key, out List<IReadOnlyDictionary<string, double>>? list))
            _tests.Add(key, list = []);
        list.Add(values);
    }

    /// <summary>What <paramref name="read"/> makes of each round of a test; NaN leaves a round out.</summary>
    public IReadOnlyList<double> Of(string variant, string test, Func<Func<string, double>, double> read) =>
        _tests.TryGetValue((variant, test), out List<IReadOnlyDictionary<string, double>>? rounds)
            ? [.. rounds.Select(round => read(name => round.GetValueOrDefault(name, double.NaN))).Where(value => !double.IsNaN(value))]
            : [];
}
