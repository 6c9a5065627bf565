namespace DSoftBus.Qemu.Crash;

/// <summary>Finds the frames of one stack: by unwinding from the registers, and where that ends by searching the rest for return addresses, from each of which it tries to unwind on.</summary>
internal sealed class StackWalk
{
    /// <summary>Frames at most; a search that goes wrong must end.</summary>
    private const int LargestStack = CrashContext.LargestStack;

    private const int WordSize = 8;

    private readonly SymbolFile _symbols;
    private readonly StackDump _memory;
    private readonly List<CrashFrame> _frames = [];

    private StackWalk(SymbolFile symbols, StackDump memory)
    {
        _symbols = symbols;
        _memory = memory;
    }

    /// <summary>The callers of the instruction that <paramref name="registers"/> point to, the newest first, without itself.</summary>
    /// <param name="symbols">The image.</param>
    /// <param name="memory">The newest part of the stack.</param>
    /// <param name="registers">By the names of the report.</param>
    /// <param name="rest">What the report lists of the part behind.</param>
    public static IReadOnlyList<CrashFrame> From(SymbolFile symbols, StackDump memory, IReadOnlyDictionary<string, ulong> registers, IReadOnlyList<ulong> rest)
    {
        var walk = new StackWalk(symbols, memory);
        if (!walk.Walk(X64Register.From(registers)))
        {
            foreach (ulong address in rest)
                walk.AddScanned(address);
        }

        return walk._frames;
    }

    /// <summary>True when the outermost frame was reached.</summary>
    private bool Walk(ulong?[] registers)
    {
        var cursor = new StackCursor(_symbols, _memory, registers, isExact: true);
        Unwind(cursor, FrameOrigin.Unwound);
        if (cursor.IsOutermost)
            return true;
        ulong searched = cursor.StackPointer ?? 0;
        foreach ((ulong address, ulong word) in _memory.From(searched))
        {
            if (address < searched || !AddScanned(word))
                continue;
            var known = new ulong?[X64Register.Count];
            known[X64Register.ReturnAddress] = word;
            known[X64Register.Rsp] = address + WordSize;
            var chained = new StackCursor(_symbols, _memory, known, isExact: false);
            Unwind(chained, FrameOrigin.Chained);
            if (chained.IsOutermost)
                return true;
            searched = chained.StackPointer ?? searched;
        }

        return false;
    }

    private void Unwind(StackCursor cursor, FrameOrigin origin)
    {
        while (_frames.Count < LargestStack && cursor.TryStep())
            _frames.Add(_symbols.Describe(cursor.Address!.Value, origin));
    }

    private bool AddScanned(ulong word)
    {
        if (_frames.Count >= LargestStack || !_symbols.IsReturnAddress(word))
            return false;
        _frames.Add(_symbols.Describe(word, FrameOrigin.Scanned));
        return true;
    }
}
