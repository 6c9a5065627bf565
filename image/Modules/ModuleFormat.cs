namespace DSoftBus.Image.Modules;

/// <summary>Numbers of the container format (README.md).</summary>
public static class ModuleFormat
{
    /// <summary>The version that is read and written.</summary>
    public const uint Version = 1;

    /// <summary>Most bytes of a module, digest included.</summary>
    public const int LargestModule = 4 << 20;

    /// <summary>Most entries.</summary>
    public const int MostEntries = 16;

    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 32;

    /// <summary>Bytes before the first entry: magic, version, number of entries, length.</summary>
    public const int HeaderLength = 20;

    /// <summary>Bytes before an entry's name: both lengths.</summary>
    public const int EntryHeaderLength = 6;

    /// <summary>Bytes of the digest at the end.</summary>
    public const int DigestLength = 32;

    internal const int VersionOffset = 8;
    internal const int CountOffset = 12;
    internal const int LengthOffset = 16;

    internal static ReadOnlySpan<byte> Magic => "SBMODULE"u8;

    /// <summary>Whether an entry may have this name: 1 to 32 of <c>a</c>-<c>z</c>, <c>0</c>-<c>9</c>, <c>.</c>, <c>-</c>, <c>_</c>.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (char character in name)
        {
            if (character is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-' or '_'))
                return false;
        }

        return name.Length is > 0 and <= LongestName;
    }
}
