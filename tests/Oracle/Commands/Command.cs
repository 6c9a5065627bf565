using System.Globalization;
using System.Net;

namespace DSoftBus.Tests.Oracle.Runner.Commands;

/// <summary>A command in words: the verb, then what it needs, then <c>name=value</c> in any order.</summary>
internal sealed class Command
{
    private readonly string[] _words;
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    public Command(string text)
    {
        var words = new List<string>();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                _options[word[..equals]] = word[(equals + 1)..];
            else
                words.Add(word);
        }

        _words = [.. words];
    }

    public string Verb => Word(0);

    /// <exception cref="FormatException">The command has fewer words.</exception>
    public string Word(int index) =>
        index < _words.Length ? _words[index] : throw new FormatException($"'{string.Join(' ', _words)}' lacks word {index}");

    public long Number(int index) => long.Parse(Word(index), CultureInfo.InvariantCulture);

    public ushort Port(int index) => ushort.Parse(Word(index), CultureInfo.InvariantCulture);

    public IPAddress Address(int index) => IPAddress.Parse(Word(index));

    public string Option(string name, string otherwise) => _options.GetValueOrDefault(name, otherwise);

    public int Option(string name, int otherwise) =>
        _options.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public double Option(string name, double otherwise) =>
        _options.TryGetValue(name, out string? text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Milliseconds.</summary>
    public TimeSpan Option(string name, TimeSpan otherwise) =>
        _options.TryGetValue(name, out string? text) ? TimeSpan.FromMilliseconds(double.Parse(text, CultureInfo.InvariantCulture)) : otherwise;
}
