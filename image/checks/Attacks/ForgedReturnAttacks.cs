namespace DSoftBus.Image.Checks.Attacks;

/// <summary>rt_sigreturn with frames that no kernel wrote: what the program may not choose is ignored, the rest takes effect.</summary>
internal static unsafe class ForgedReturnAttacks
{
    private const nint Refused = -14;

    private static readonly byte[] Nothing = [0x31, 0xc0]; // xor eax, eax

    /// <summary>mov eax, cs; xor eax, 0x33; mov ecx, ss; xor ecx, 0x2b; or eax, ecx: 0 in ring 3.</summary>
    private static readonly byte[] RingCheck = [0x8c, 0xc8, 0x83, 0xf0, 0x33, 0x8c, 0xd1, 0x83, 0xf1, 0x2b, 0x09, 0xc8];

    /// <summary>pushfq; pop rax; xor eax, IF; and eax, IF, IOPL, NT, VM, VIF, VIP; push 2; popfq: 0 when only IF of these is set.</summary>
    private static readonly byte[] FlagCheck = [0x9c, 0x58, 0x35, 0x00, 0x02, 0x00, 0x00, 0x25, 0x00, 0x72, 0x1a, 0x00, 0x6a, 0x02, 0x9d];

    /// <summary>uname to the direct map must still be EFAULT (-14) under AC: mov eax, 63; mov rdi, ...; syscall; add eax, 14; push 2; popfq.</summary>
    private static readonly byte[] CallCheck = [0xb8, 63, 0, 0, 0, 0x48, 0xbf, 0, 0, 0x20, 0, 0, 0x80, 0xff, 0xff, 0x0f, 0x05, 0x83, 0xc0, 0x0e, 0x6a, 0x02, 0x9d];

    /// <summary>stmxcsr [rsp-8]; mov eax, [rsp-8]; shr eax, 16: 0 when no reserved bit is set.</summary>
    private static readonly byte[] ControlCheck = [0x0f, 0xae, 0x5c, 0x24, 0xf8, 0x8b, 0x44, 0x24, 0xf8, 0xc1, 0xe8, 0x10];

    /// <summary>rt_sigprocmask(SETMASK, to none, old, 8); 0 when the old mask left only SIGKILL and SIGSTOP open.</summary>
    private static readonly byte[] MaskCheck =
    [
        0xb8, 14, 0, 0, 0, 0xbf, 2, 0, 0, 0, 0x48, 0xbe, .. BitConverter.GetBytes(ForgedFrame.Scratch), 0x48, 0xba, .. BitConverter.GetBytes(ForgedFrame.Scratch + 8),
        0x41, 0xba, 8, 0, 0, 0, 0x0f, 0x05, 0x48, 0xa1, .. BitConverter.GetBytes(ForgedFrame.Scratch + 8), 0x48, 0xf7, 0xd0, 0x35, 0x00, 0x01, 0x04, 0x00,
    ];

    private static readonly byte[] Wait = [0x9b, 0x31, 0xc0]; // fwait; xor eax, eax
    private static readonly byte[] Push = [0x50, 0x31, 0xc0]; // push rax; xor eax, eax

    private static readonly (string Name, Action<ForgedFrame> Forge, byte[] Afterwards, Outcome Expected)[] Table =
    [
        ("an honest frame", _ => { }, Nothing, Outcome.Continues),
        ("selectors of ring 0", frame => frame.Selectors = 0x0010_0000_0000_0008, RingCheck, Outcome.Continues),
        ("selectors of all ones", frame => frame.Selectors = ulong.MaxValue, RingCheck, Outcome.Continues),
        ("null selectors", frame => frame.Selectors = 0, RingCheck, Outcome.Continues),
        ("every flag but single step", frame => frame.Flags = ~0x100UL, FlagCheck, Outcome.Continues),
        ("no flag at all", frame => frame.Flags = 0, FlagCheck, Outcome.Continues),
        ("single step", frame => frame.Flags = 0x302, Nothing, Outcome.SingleStep),
        ("alignment check, which is SMAP's override in ring 0", frame => frame.Flags = 0x4_0202, CallCheck, Outcome.Continues),
        ("MXCSR with reserved bits", frame => frame.SetControl(0xffff_ffff), ControlCheck, Outcome.Continues),
        ("XSTATE_BV of all ones", frame => frame.StateComponents = ulong.MaxValue, Nothing, Outcome.Continues),
        ("XSTATE_BV of components that are not enabled", frame => frame.StateComponents = ulong.MaxValue << 3, Nothing, Outcome.Continues),
        ("XSTATE_BV of zero", frame => frame.StateComponents = 0, Nothing, Outcome.Continues),
        ("XCOMP_BV compacted", frame => frame.CompactedComponents = 0x8000_0000_0000_0007, Nothing, Outcome.Continues),
        ("extended state of all ones", frame => frame.FillState(0xff), Nothing, Outcome.Continues),
        ("a pending x87 exception", frame => frame.SetX87(control: 0, status: 0x8081), Wait, Outcome.FloatingFault),
        ("no extended state", frame => frame.State = 0, Nothing, Outcome.Continues),
        ("extended state at an odd address", frame => frame.State++, Nothing, Outcome.Continues),
        ("every signal blocked", frame => frame.Mask = ulong.MaxValue, MaskCheck, Outcome.Continues),
        ("RIP in the null area", frame => frame.Rip = 0x1000, Nothing, Outcome.NotMapped),
        ("RIP in data", frame => frame.Rip = (ulong)ForgedFrame.Scratch, Nothing, Outcome.AccessDenied),
        ("RIP in the shim's code", frame => frame.Rip = FirstPageOfShim(), Nothing, Outcome.NotMapped),
        ("RSP not canonical, unused", frame => frame.Rsp = 0x8000_0000_0000_0000, Nothing, Outcome.Continues),
        ("RSP not canonical", frame => frame.Rsp = 0x8000_0000_0000_0000, Push, Outcome.ProtectionFault),
        ("RSP in the direct map", frame => frame.Rsp = 0xffff_8000_0020_0000, Push, Outcome.NotMapped),
        ("RSP in the shim's pages", frame => frame.Rsp = FirstPageOfShim() + 64, Push, Outcome.NotMapped),
    ];

    public static void Run(CheckLog log)
    {
        foreach (var (name, forge, afterwards, expected) in Table)
        {
            var outcome = AttackCode.Run(ForgedFrame.Code(afterwards), data => forge(new ForgedFrame(data)));
            log.Check($"signal return: {name}", outcome == expected, outcome.ToString());
        }
    }

    private static ulong FirstPageOfShim()
    {
        nint page = 0x20_0000;
        while (Machine.Call(Machine.Access, page) != Refused)
            page += Machine.PageSize;
        return (ulong)page;
    }
}
