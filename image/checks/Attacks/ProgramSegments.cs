using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks.Attacks;

/// <summary>The loaded segments of the image, from the program headers that the shim names in the auxiliary vector (ELF-64 section 8). The shim's own pages lie inside them.</summary>
internal static unsafe partial class ProgramSegments
{
    private const int HeaderTable = 3; // AT_PHDR
    private const int HeaderCount = 5; // AT_PHNUM
    private const int HeaderWords = 7;
    private const uint LoadSegment = 1;
    private const uint Execute = 1;

    /// <summary>What is loaded below is the boot stub, which is not mapped.</summary>
    private const ulong NullArea = 0x20_0000;
    private const uint Write = 2;

    public static (nint Start, nint End, bool Writable, bool Executable)[] All { get; } = Read();

    public static nint ImageStart => All.Min(segment => segment.Start);

    public static nint ImageEnd => All.Max(segment => segment.End);

    private static (nint Start, nint End, bool Writable, bool Executable)[] Read()
    {
        var segments = new List<(nint Start, nint End, bool Writable, bool Executable)>();
        ulong* header = (ulong*)GetAuxiliaryValue(HeaderTable);
        for (ulong i = GetAuxiliaryValue(HeaderCount); i > 0; i--, header += HeaderWords)
        {
            uint flags = (uint)(header[0] >> 32);
            if ((uint)header[0] == LoadSegment && header[2] >= NullArea)
                segments.Add(((nint)header[2] & ~(Machine.PageSize - 1), (nint)(header[2] + header[5]), (flags & Write) != 0, (flags & Execute) != 0));
        }

        return [.. segments];
    }

    [LibraryImport("libc", EntryPoint = "getauxval")]
    private static partial ulong GetAuxiliaryValue(ulong kind);
}
