using System.Globalization;

namespace DSoftBus.Tests.Metal.Runner;

/// <summary>Part <paramref name="Number"/> of <paramref name="Count"/> (from 1): every case whose place in the list leaves that remainder.</summary>
public readonly record struct Shard(int Number, int Count)
{
    /// <summary>More parts than a machine has cores are no help.</summary>
    public const int Most = 64;

    public static Shard Whole => new(1, 1);

    /// <summary>Cases that lie side by side cost about the same, so that taking turns gives equal parts.</summary>
    public bool Holds(int place) => place % Count == Number - 1;

    /// <summary>Reads <c>2/3</c>.</summary>
    public static bool TryParse(string text, out Shard shard)
    {
        shard = Whole;
        string[] parts = text.Split('/');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count is < 1 or > Most || number < 1 || number > count)
            return false;
        shard = new Shard(number, count);
        return true;
    }
}
