namespace DSoftBus.Image.Checks.Memory;

/// <summary>A seeded mix of mmap, fixed replacement, partial munmap, mprotect and madvise, held against a model of every page.</summary>
/// <remarks>It allocates nothing while it runs, so that the collector does not move the counts.</remarks>
internal sealed unsafe class AddressChurn
{
    private const int Slots = 32;
    private const int PagesInSlot = 16;

    private enum PageState : byte
    {
        Absent,
        NoAccess,
        ReadOnly,
        Writable,
    }

    private readonly nint[] _start = new nint[Slots];
    private readonly PageState[] _pages = new PageState[Slots * PagesInSlot];
    private readonly ulong[] _contents = new ulong[Slots * PagesInSlot];
    private readonly long[] _operations = new long[6];
    private ulong _state;
    private ulong _stamp;

    public AddressChurn(ulong seed) => _state = seed;

    /// <summary>End of the highest mapping that mmap ever placed.</summary>
    public nint Highest { get; private set; }

    /// <summary>Calls that failed or pages that did not hold what the model says.</summary>
    public int Defects { get; private set; }

    /// <summary>How often each operation ran.</summary>
    public string Operations => $"{_operations[0]} mmap, {_operations[1]} munmap, {_operations[2]} partial munmap, {_operations[3]} fixed, {_operations[4]} mprotect, {_operations[5]} madvise";

    /// <summary>Each cycle is one memory call and the use of a page.</summary>
    public void Run(int cycles)
    {
        for (int i = 0; i < cycles; i++)
        {
            int slot = Next(Slots);
            if (_start[slot] == 0)
                Create(slot);
            else
                Change(slot);
            Use(slot, Next(PagesInSlot));
        }
    }

    /// <summary>Unmaps what is left.</summary>
    public void Close()
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            while (_start[slot] != 0)
                Remove(slot, 0, PagesInSlot);
        }
    }

    private void Create(int slot)
    {
        int pages = 1 + Next(PagesInSlot);
        nint start = Machine.MapPages(pages);
        _operations[0]++;
        Require(start > 0);
        _start[slot] = start;
        Highest = Math.Max(Highest, start + pages * Machine.PageSize);
        for (int i = 0; i < PagesInSlot; i++)
            Set(slot, i, i < pages ? PageState.Writable : PageState.Absent);
    }

    private void Change(int slot)
    {
        int count = 1 + Next(PagesInSlot);
        int first = Next(PagesInSlot);
        switch (Next(8))
        {
            case 0 or 1:
                _operations[1]++;
                Remove(slot, 0, PagesInSlot);
                break;
            case 2:
                _operations[2]++;
                Remove(slot, first, count);
                break;
            case 3 or 4:
                _operations[3]++;
                Replace(slot, first, count);
                break;
            case 5 or 6:
                _operations[4]++;
                Protect(slot, first, count, (PageState)(1 + Next(3)));
                break;
            default:
                _operations[5]++;
                Discard(slot, first, count);
                break;
        }
    }

    /// <summary>The first run of present pages at or after <paramref name="first"/>, at most <paramref name="count"/> long: what lies in a hole may be another slot's.</summary>
    private (int First, int Count) Present(int slot, int first, int count)
    {
        while (first < PagesInSlot && At(slot, first) == PageState.Absent)
            first++;
        int length = 0;
        while (length < count && first + length < PagesInSlot && At(slot, first + length) != PageState.Absent)
            length++;
        return (first, length);
    }

    private void Remove(int slot, int from, int most)
    {
        var (first, count) = Present(slot, from, most);
        if (count > 0)
            Require(Machine.Call(Machine.Unmap, Address(slot, first), count * Machine.PageSize) == 0);
        for (int i = 0; i < count; i++)
            Set(slot, first + i, PageState.Absent);
        if (Present(slot, 0, 1).Count == 0)
            _start[slot] = 0;
    }

    private void Replace(int slot, int from, int most)
    {
        var (first, count) = Present(slot, from, most);
        if (count == 0)
            return;
        nint address = Address(slot, first);
        Require(Machine.Call(Machine.Map, address, count * Machine.PageSize, Machine.ReadWrite, Machine.Anonymous | Machine.Fixed, -1) == address);
        for (int i = 0; i < count; i++)
            Set(slot, first + i, PageState.Writable);
    }

    private void Protect(int slot, int from, int most, PageState state)
    {
        var (first, count) = Present(slot, from, most);
        if (count == 0)
            return;
        nint access = state switch
        {
            PageState.NoAccess => 0,
            PageState.ReadOnly => Machine.ReadOnly,
            _ => Machine.ReadWrite,
        };
        Require(Machine.Call(Machine.Protect, Address(slot, first), count * Machine.PageSize, access) == 0);
        for (int i = 0; i < count; i++)
            _pages[slot * PagesInSlot + first + i] = state;
    }

    private void Discard(int slot, int from, int most)
    {
        var (first, count) = Present(slot, from, most);
        if (count == 0)
            return;
        Require(Machine.Call(Machine.Advise, Address(slot, first), count * Machine.PageSize, 4) == 0);
        for (int i = 0; i < count; i++)
            _contents[slot * PagesInSlot + first + i] = 0;
    }

    /// <summary>Reads a page's first word where the model allows it, and writes a new one.</summary>
    private void Use(int slot, int page)
    {
        if (_start[slot] == 0)
            return;
        ulong* word = (ulong*)Address(slot, page);
        ref ulong expected = ref _contents[slot * PagesInSlot + page];
        switch (At(slot, page))
        {
            case PageState.NoAccess:
                Require(Machine.Call(Machine.Access, (nint)word) == -14);
                break;
            case PageState.ReadOnly:
                Require(*word == expected);
                Require(Machine.Call(Machine.Random, (nint)word, 8) == -14);
                break;
            case PageState.Writable:
                Require(*word == expected);
                *word = expected = ++_stamp;
                break;
        }
    }

    private PageState At(int slot, int page) => _pages[slot * PagesInSlot + page];

    private void Set(int slot, int page, PageState state)
    {
        _pages[slot * PagesInSlot + page] = state;
        _contents[slot * PagesInSlot + page] = 0;
    }

    private nint Address(int slot, int page) => _start[slot] + page * Machine.PageSize;

    private void Require(bool holds)
    {
        if (!holds)
            Defects++;
    }

    /// <summary>xorshift64* (Vigna, 2016); uniform enough for a choice among few.</summary>
    private int Next(int bound)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545_f491_4f6c_dd1d >> 33) % (uint)bound);
    }
}
