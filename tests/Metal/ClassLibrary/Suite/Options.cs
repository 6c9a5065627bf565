using System.Globalization;

namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>What the words of the command line ask for.</summary>
/// <param name="Area">Run this area only; null runs the suite.</param>
/// <param name="Limit">How long one check may take.</param>
internal sealed record Options(string? Area, TimeSpan Limit)
{
    public const string Usage = "usage: classlibrary [area=NAME] [limit=MILLISECONDS]";

    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(60);

    /// <summary>Reads the words; <paramref name="error"/> says which one is not understood.</summary>
    public static Options? TryParse(string[] words, out string error)
    {
        var options = new Options(null, DefaultLimit);
        error = "";
        foreach (string word in words)
        {
            if (word.StartsWith("area=", StringComparison.Ordinal))
            {
                options = options with { Area = word["area=".Length..] };
            }
            else if (word.StartsWith("limit=", StringComparison.Ordinal)
                && int.TryParse(word.AsSpan("limit=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds) && milliseconds > 0)
            {
                options = options with { Limit = TimeSpan.FromMilliseconds(milliseconds) };
            }
            else
            {
                error = $"'{word}' is not understood";
                return null;
            }
        }

        return options;
    }
}
