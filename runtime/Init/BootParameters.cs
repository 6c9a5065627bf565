using System.Globalization;

namespace DSoftBus.Runtime.Init;

/// <summary>The words of the kernel command line: <c>name</c> or <c>name=value</c>, separated by blanks.</summary>
/// <remarks>Any text parses. Of a name given several times the last word counts, except in <see cref="All"/>. At most 128 words are kept.</remarks>
public sealed class BootParameters
{
    private const int MaximumWords = 128;

    private readonly (string Name, string? Value)[] _words;

    private BootParameters((string Name, string? Value)[] words) => _words = words;

    /// <summary>No words.</summary>
    public static BootParameters Empty { get; } = new([]);

    public static BootParameters Parse(string commandLine)
    {
        var words = commandLine.Split((char[]?)null, MaximumWords + 1, StringSplitOptions.RemoveEmptyEntries);
        return new BootParameters([.. words.Take(MaximumWords).Select(ParseWord)]);
    }

    /// <summary>The word is there, alone or with a value other than 0: <c>softbus.testkeys=1</c>, <c>softbus.manifest</c>.</summary>
    public bool Has(string name)
    {
        var index = LastIndexOf(name);
        return index >= 0 && _words[index].Value != "0";
    }

    /// <summary>The value of the word; null when it is not there or has none.</summary>
    public string? Text(string name)
    {
        var index = LastIndexOf(name);
        return index < 0 ? null : _words[index].Value;
    }

    /// <summary>The value as a decimal number; <paramref name="fallback"/> when it is missing or no such number.</summary>
    public int Integer(string name, int fallback) =>
        int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : fallback;

    /// <summary>Every value of a word that may come several times (<c>virtio_mmio.device=</c>), in order.</summary>
    public IEnumerable<string> All(string name)
    {
        foreach (var word in _words)
        {
            if (word.Name == name && word.Value is { } value)
                yield return value;
        }
    }

    private static (string Name, string? Value) ParseWord(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
    }

    private int LastIndexOf(string name) => Array.FindLastIndex(_words, word => word.Name == name);
}
