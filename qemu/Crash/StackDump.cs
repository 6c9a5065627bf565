using System.Globalization;

namespace DSoftBus.Qemu.Crash;

/// <summary>The piece of a stack that a report holds word by word: <c>dump: ADDRESS word word*count ...</c>, hexadecimal without leading zeros, counts decimal.</summary>
public sealed class StackDump
{
    /// <summary>Words that are kept at most; the shim prints 2048.</summary>
    public const int LargestSize = 65_536;

    private const int WordSize = 8;
    private readonly SortedDictionary<ulong, ulong> _words = [];

    public int Count => _words.Count;

    /// <summary>The word at a multiple of 8; false when the report does not hold it.</summary>
    public bool TryRead(ulong address, out ulong word) => _words.TryGetValue(address, out word);

    /// <summary>Every word from <paramref name="start"/> on, by address.</summary>
    public IEnumerable<(ulong Address, ulong Word)> From(ulong start) => _words.Where(pair => pair.Key >= start).Select(pair => (pair.Key, pair.Value));

    /// <summary>Adds the words of one line, up to the first that is not one.</summary>
    internal void Read(string text)
    {
        string[] items = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (items.Length == 0 || !ulong.TryParse(items[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
            return;
        foreach (string item in items.AsSpan(1))
        {
            string[] parts = item.Split('*');
            int count = 1;
            if (parts.Length > 2
                || !ulong.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong word)
                || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count)))
            {
                return;
            }

            for (int i = 0; i < count && _words.Count < LargestSize; i++, address += WordSize)
                _words[address] = word;
        }
    }
}
