using System.Globalization;

namespace DSoftBus.Tests.Metal.Runner;

/// <summary>The words of the kernel command line that choose what runs.</summary>
/// <param name="Filter">Part of the names of the cases to run (<c>softbus.filter=</c>); empty for all.</param>
/// <param name="Shard">Which part of them (<c>softbus.shard=2/3</c>).</param>
/// <param name="Limit">How long one test may take (<c>softbus.limit=</c>, milliseconds).</param>
public sealed record RunWords(string Filter, Shard Shard, TimeSpan Limit)
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(60);

    /// <summary>Reads the words; others belong to somebody else.</summary>
    /// <returns>Null with <paramref name="problem"/> when one cannot be understood.</returns>
    public static RunWords? Parse(IEnumerable<string> words, out string problem)
    {
        problem = "";
        var read = new RunWords("", Shard.Whole, DefaultLimit);
        foreach (string word in words)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string value = word[(equals + 1)..];
            switch (equals < 0 ? "" : word[..equals])
            {
                case "softbus.filter":
                    read = read with { Filter = value };
                    break;
                case "softbus.shard" when Shard.TryParse(value, out var shard):
                    read = read with { Shard = shard };
                    break;
                case "softbus.limit" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit > 0:
                    read = read with { Limit = TimeSpan.FromMilliseconds(limit) };
                    break;
                case "softbus.shard" or "softbus.limit":
                    problem = $"'{word}' cannot be understood; softbus.shard=2/3 and softbus.limit=60000 (milliseconds) can.";
                    return null;
            }
        }

        return read;
    }
}
