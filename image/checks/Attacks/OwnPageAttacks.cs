namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Pages of the program itself: each may be used as its segment says and no further.</summary>
internal static unsafe class OwnPageAttacks
{
    private static readonly byte[] ReadCode = [0x8a, 0x00, 0x31, 0xc0]; // mov al, [rax]; xor eax, eax
    private static readonly byte[] WriteCode = [0xf0, 0x80, 0x08, 0x00, 0x31, 0xc0]; // lock or byte [rax], 0 (a write that changes nothing); xor eax, eax
    private static readonly byte[] CallCode = [0xff, 0xd0, 0x31, 0xc0]; // call rax; xor eax, eax

    public static void Run(CheckLog log)
    {
        CheckSegments(log);
        CheckMapping(log);
        CheckStacks(log);
    }

    /// <summary>Every page of every segment of the loaded program, but those of the shim inside it, which AddressAttacks tries.</summary>
    private static void CheckSegments(CheckLog log)
    {
        foreach (var (start, end, writable, executable) in ProgramSegments.All)
        {
            int pages = 0;
            int wrong = 0;
            for (nint page = start; page < end; page += Machine.PageSize)
            {
                if (Machine.Call(Machine.Access, page) == -14)
                    continue;
                pages++;
                bool asMeant = (AttackCode.Run(AttackCode.WithRax((ulong)page, WriteCode)) == (writable ? Outcome.Continues : Outcome.AccessDenied))
                    & (executable || AttackCode.Run(AttackCode.WithRax((ulong)page, CallCode)) == Outcome.AccessDenied);
                if (!asMeant)
                    wrong++;
            }

            string name = executable ? "text is read and executed, never written" : writable ? "data is read and written, never executed" : "read-only data is neither written nor executed";
            log.Check(name, pages > 0 && wrong == 0 && !(writable && executable), $"{pages} pages, {wrong} otherwise");
        }
    }

    private static void CheckMapping(CheckLog log)
    {
        nint page = Machine.MapPages(1);
        *(byte*)page = 0xc3;
        Expect(log, "heap cannot be executed", page, CallCode, Outcome.AccessDenied);
        Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadExecute);
        Expect(log, "what became executable can be executed", page, CallCode, Outcome.Continues);
        Expect(log, "what became executable cannot be written", page, WriteCode, Outcome.AccessDenied);
        Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadWrite);
        Expect(log, "what became writable cannot be executed", page, CallCode, Outcome.AccessDenied);
        Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadOnly);
        Expect(log, "read-only memory cannot be written", page, WriteCode, Outcome.AccessDenied);
        Machine.Call(Machine.Protect, page, Machine.PageSize, 0);
        Expect(log, "memory without rights cannot be read", page, ReadCode, Outcome.AccessDenied);
        Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadWrite);
        log.Check("nothing becomes both writable and executable", Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadWriteExecute) == -13
            && Machine.Call(Machine.Protect, page, Machine.PageSize, 2 | 4) == -13 && Machine.MapPages(1, Machine.ReadWriteExecute) == -13 && Machine.MapPages(1, 2 | 4) == -13);
        Machine.Call(Machine.Unmap, page, Machine.PageSize);
        Expect(log, "what was unmapped is gone", page, ReadCode, Outcome.NotMapped);
    }

    private static void CheckStacks(CheckLog log)
    {
        byte onStack = 0xc3;
        Expect(log, "the stack cannot be executed", (nint)(&onStack), CallCode, Outcome.AccessDenied);
        int pages = 0;
        var outcome = Outcome.Continues;
        var thread = new Thread(() => (pages, outcome) = FindGuard(), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        log.Check("a thread's stack ends in a page without rights", pages is > 40 and < 100 && outcome == Outcome.AccessDenied, $"{pages} pages below, {outcome}");
    }

    /// <summary>Goes down from the current stack pointer to the first page that may not be read.</summary>
    private static (int Pages, Outcome Write) FindGuard()
    {
        byte here = 0;
        nint page = (nint)(&here) & ~(Machine.PageSize - 1);
        int pages = 0;
        while (pages < 10_000 && Machine.Call(Machine.Access, page) != -14)
        {
            pages++;
            page -= Machine.PageSize;
        }

        return (pages, AttackCode.Run(AttackCode.WithRax((ulong)(page + Machine.PageSize - 1), WriteCode)));
    }

    private static void Expect(CheckLog log, string name, nint address, ReadOnlySpan<byte> access, Outcome expected)
    {
        var outcome = AttackCode.Run(AttackCode.WithRax((ulong)address, access));
        log.Check(name, outcome == expected, outcome.ToString());
    }
}
