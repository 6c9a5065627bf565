namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Reads, writes and jumps to addresses that are not the program's.</summary>
/// <remarks>QEMU raises #GP for a push to a non-canonical address; the manuals say #SS, which would be SIGBUS.</remarks>
internal static unsafe class AddressAttacks
{
    private const ulong DirectMap = 0xffff_8000_0000_0000;
    private const ulong LocalController = 0xfee0_0000;
    private const ulong LineController = 0xfec0_0000;
    private const ulong DeviceWindows = 0xfeb0_0000;
    private const nint Refused = -14;

    private static readonly (string Name, byte[] Code)[] Accesses =
    [
        ("read", [0x48, 0x8b, 0x00]), // mov rax, [rax]
        ("write", [0xc6, 0x00, 0x90]), // mov byte [rax], 0x90
        ("exchange", [0x48, 0x87, 0x00]), // xchg [rax], rax
        ("string copy from", [0x48, 0x89, 0xc6, 0x48, 0x8d, 0x7c, 0x24, 0xe0, 0xa4]), // mov rsi, rax; lea rdi, [rsp-32]; movsb
        ("vector read", [0xc5, 0xfe, 0x6f, 0x00]), // vmovdqu ymm0, [rax]
        ("jump", [0xff, 0xe0]), // jmp rax
        ("call", [0xff, 0xd0]), // call rax
        ("push", [0x48, 0x8d, 0x60, 0x08, 0x50]), // lea rsp, [rax+8]; push rax
        ("pop", [0x48, 0x89, 0xc4, 0x58]), // mov rsp, rax; pop rax
    ];

    private static readonly (string Name, ulong Address)[] Foreign =
    [
        ("null", 0),
        ("null and an offset", 0xfff8),
        ("the last word of the null area", 0x1f_fff8),
        ("the direct map", DirectMap),
        ("the image in the direct map", DirectMap + 0x20_0000),
        ("the local controller in the direct map", DirectMap + LocalController),
        ("the line controller in the direct map", DirectMap + LineController),
        ("device windows in the direct map", DirectMap + DeviceWindows),
        ("the local controller's physical address", LocalController),
        ("the line controller's physical address", LineController),
        ("the device windows' physical address", DeviceWindows),
        ("the last page", 0xffff_ffff_ffff_f000),
        ("the last page of the lower half", 0x7fff_ffff_f000),
        ("a page that nobody mapped", 0x6fff_0000_0000),
        ("the page below the program's stack", MainStackBottom - Machine.PageSize),
    ];

    private static readonly (string Name, ulong Address)[] NonCanonical =
    [
        ("the first non-canonical address", 0x0000_8000_0000_0000),
        ("the last non-canonical address", 0xffff_7fff_ffff_fff0),
        ("a far non-canonical address", 0x8000_0000_0000_0000),
    ];

    /// <summary>The stack of the first thread is 8 MiB, below this end.</summary>
    private const ulong MainStackBottom = 0x7fff_0000_0000 - (8UL << 20);

    public static void Run(CheckLog log)
    {
        foreach (var (place, address) in Foreign)
        {
            foreach (var (access, code) in Accesses)
                Try(log, $"{access}: {place}", address, code, Outcome.NotMapped);
        }

        foreach (var (place, address) in NonCanonical)
        {
            foreach (var (access, code) in Accesses)
                Try(log, $"{access}: {place}", address, code, Outcome.ProtectionFault);
        }

        Try(log, "read across the end of the lower half", 0x7fff_ffff_fffc, [0x48, 0x8b, 0x00], Outcome.NotMapped);
        CheckStackOfShim(log);
        CheckShimPages(log);
        CheckSlice(log);
    }

    /// <summary>A system call does not care where RSP points, and nothing is stored there.</summary>
    private static void CheckStackOfShim(CheckLog log)
    {
        byte[] call = [0x48, 0x89, 0xc4, 0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0x83, 0xe8, 0x01]; // mov rsp, rax; mov eax, getpid; syscall; sub eax, 1
        Try(log, "system call with RSP in the direct map", DirectMap + 0x20_0000, call, Outcome.Continues);
        Try(log, "system call with a non-canonical RSP", 0x8000_0000_0000_0000, call, Outcome.Continues);
        Try(log, "system call with RSP at the top", ulong.MaxValue, call, Outcome.Continues);
    }

    /// <summary>Pages of the image that the shim refuses to use for the program are exactly those that the program cannot reach itself: its text, data, tables, stacks.</summary>
    private static void CheckShimPages(CheckLog log)
    {
        int refused = 0;
        int reached = 0;
        for (nint page = ProgramSegments.ImageStart; page < ProgramSegments.ImageEnd; page += Machine.PageSize)
        {
            if (Machine.Call(Machine.Access, page) != Refused)
                continue;
            refused++;
            foreach (var (_, code) in Accesses)
            {
                if (AttackCode.Run(AttackCode.WithRax((ulong)page, code)) != Outcome.NotMapped)
                    reached++;
            }
        }

        log.Check("no page of the shim can be read, written or executed", refused > 30 && reached == 0, $"{refused} pages, {reached} reached");
    }

    /// <summary>All of the machine's memory once more, through the direct map, 1 MiB apart.</summary>
    private static void CheckSlice(CheckLog log)
    {
        ulong end = Machine.Pages().Total * Machine.PageSize;
        int reached = 0;
        for (ulong physical = 0; physical < end; physical += 1 << 20)
        {
            if (AttackCode.Run(AttackCode.WithRax(DirectMap + physical, [0x48, 0x8b, 0x00])) != Outcome.NotMapped)
                reached++;
        }

        log.Check("no memory can be read through the direct map", reached == 0, $"{end >> 20} places");
    }

    private static void Try(CheckLog log, string name, ulong address, ReadOnlySpan<byte> access, Outcome expected)
    {
        var outcome = AttackCode.Run(AttackCode.WithRax(address, access));
        log.Check(name, outcome == expected, outcome.ToString());
    }
}
