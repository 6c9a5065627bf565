namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Good and bad pointers for system calls.</summary>
internal sealed unsafe class HostileMemory
{
    private const ulong DirectMap = 0xffff_8000_0000_0000;

    private const ulong Thread = 0x1_0100; // CLONE_VM, CLONE_THREAD
    private const ulong SetThreadPointer = 0x8_0000;
    private const ulong SetParent = 0x10_0000;
    private const ulong SetChild = 0x100_0000;

    private readonly nint _pages; // 0 read-only, 1 and 2 good, 3 without rights

    public HostileMemory()
    {
        _pages = Machine.MapPages(4);
        Machine.Call(Machine.Protect, _pages, Machine.PageSize, Machine.ReadOnly);
        Machine.Call(Machine.Protect, End, Machine.PageSize, 0);
        "/"u8.CopyTo(new Span<byte>((void*)Root, 16));
        "/proc/self/exe"u8.CopyTo(new Span<byte>((void*)Link, 16));
        ((long*)LongFraction)[1] = 1_000_000_000;
        ((long*)NegativeTime)[0] = -1;
        Clone(0, 0, stack: DirectMap);
        Clone(1, SetThreadPointer, threadPointer: 1UL << 47);
        Clone(2, SetParent, parent: DirectMap);
        Clone(3, SetChild, child: DirectMap);
        Anywhere = [.. AlwaysBad(), .. ShimPages()];
    }

    /// <summary>A page of zeros, but for the texts below; more follow up to <see cref="End"/>.</summary>
    public nint Good => _pages + 2 * Machine.PageSize;

    /// <summary>The text "/".</summary>
    public nint Root => Good + 2048;

    /// <summary>The text "/proc/self/exe".</summary>
    public nint Link => Good + 2064;

    /// <summary>A timespec of 0 s and 10^9 ns.</summary>
    public nint LongFraction => Good + 2112;

    /// <summary>A timespec of -1 s.</summary>
    public nint NegativeTime => Good + 2128;

    /// <summary>Arguments of clone3 (struct clone_args) with one bad value each.</summary>
    public nint CloneArguments(int index) => Good + 2304 + 96 * index;

    /// <summary>End of the good pages; what follows may not be read.</summary>
    public nint End => _pages + 3 * Machine.PageSize;

    /// <summary>Pointers that are bad for reading and for writing.</summary>
    public (string Name, nint Address)[] Anywhere { get; }

    /// <summary>Pointers that are bad for writing only.</summary>
    public (string Name, nint Address)[] ForWriting => [("read-only page", _pages), ("program's text", (nint)(delegate*<CheckLog, void>)&CallSweep.Run & ~15)];

    /// <summary>A range of which only the last byte is out of reach.</summary>
    public (string Name, nint Address) Straddling(int size) => ("across the end", End - size + 1);

    /// <summary>A text without an end in reach.</summary>
    public (string Name, nint Address) Endless()
    {
        new Span<byte>((void*)(End - 16), 16).Fill((byte)'x');
        return ("text without an end", End - 16);
    }

    public void Close() => Machine.Call(Machine.Unmap, _pages, 4 * Machine.PageSize);

    private void Clone(int index, ulong flags, ulong stack = 0, ulong threadPointer = 0, ulong parent = 0, ulong child = 0)
    {
        var words = (ulong*)CloneArguments(index);
        words[0] = Thread | flags;
        words[2] = child;
        words[3] = parent;
        words[5] = stack;
        words[7] = threadPointer;
    }

    private IEnumerable<(string Name, nint Address)> AlwaysBad() =>
    [
        ("null area", 0x1000),
        ("end of the null area", 0x1f_fff0),
        ("page without rights", End),
        ("nothing mapped", Address(0x6fff_0000_0000)),
        ("last page of the half", Address(0x7fff_ffff_f000)),
        ("across the end of the half", Address(0x7fff_ffff_fffe)),
        ("not canonical", Address(0x0000_8000_0000_0000)),
        ("far from canonical", Address(0x8000_0000_0000_0000)),
        ("direct map", Address(DirectMap)),
        ("image in the direct map", Address(DirectMap + 0x20_0000)),
        ("local controller", Address(DirectMap + 0xfee0_0000)),
        ("top", -16),
        ("wrapping", -1),
    ];

    /// <summary>First and last page of each run of pages of the shim inside the image.</summary>
    private static IEnumerable<(string Name, nint Address)> ShimPages()
    {
        bool inside = false;
        for (nint page = ProgramSegments.ImageStart; page < ProgramSegments.ImageEnd; page += Machine.PageSize)
        {
            bool refused = Machine.Call(Machine.Access, page) == -14;
            if (refused != inside)
                yield return refused ? ($"shim page {page:x}", page) : ($"shim page {page - Machine.PageSize:x}", page - Machine.PageSize);
            inside = refused;
        }
    }

    private static nint Address(ulong value) => unchecked((nint)value);
}
