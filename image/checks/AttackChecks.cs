using System.Buffers.Binary;

namespace DSoftBus.Image.Checks;

/// <summary>Instructions that only ring 0 may execute, and memory that only ring 0 may touch: each ends in its signal, and the shim lives.</summary>
internal static unsafe class AttackChecks
{
    private const int Segmentation = 11;
    private const int Bus = 7;
    private const int Illegal = 4;
    private const nint Refused = -14;

    private const ulong DirectMap = 0xffff_8000_0000_0000;
    private const ulong LocalController = DirectMap + 0xfee0_0000;
    private const nint ImageStart = 0x20_0000;
    private const nint ImageSearchEnd = 0xc0_0000;

    private static readonly (string Name, string Code, int Signal)[] Instructions =
    [
        ("cli", "fa", Segmentation),
        ("sti", "fb", Segmentation),
        ("hlt", "f4", Segmentation),
        ("in al, dx", "66baf400ec", Segmentation),
        ("out dx, al", "66baf400ee", Segmentation),
        ("mov rax, cr0", "0f20c0", Segmentation),
        ("mov cr3, rax", "0f22d8", Segmentation),
        ("mov cr4, rax", "0f22e0", Segmentation),
        ("mov dr7, rax", "0f23f8", Segmentation),
        ("rdmsr", "b9800000c00f32", Segmentation),
        ("wrmsr", "b9820000c00f30", Segmentation),
        ("lgdt", "0f011424", Segmentation),
        ("lidt", "0f011c24", Segmentation),
        ("sgdt", "488d6424f00f010424", Segmentation),
        ("ltr", "0f00d8", Segmentation),
        ("lldt", "0f00d0", Segmentation),
        ("clts", "0f06", Segmentation),
        ("invd", "0f08", Segmentation),
        ("wbinvd", "0f09", Segmentation),
        ("invlpg", "0f013c24", Segmentation),
        ("swapgs", "0f01f8", Segmentation),
        ("sysret", "480f07", Segmentation),
        ("xsetbv", "31c90f01d1", Segmentation),
        ("ud2", "0f0b", Illegal),
        ("int 0x20", "cd20", Segmentation),
        ("int 0x40", "cd40", Segmentation),
        ("int 0x80", "cd80", Segmentation),
        ("int 8", "cd08", Segmentation),
        ("far return to the kernel's code segment", "6a0848b8000000000000000050" + "48cb", Segmentation),
        ("iret to the kernel's code segment", "6a1054689d0200006a086a0048cf", Segmentation),
        ("load the kernel's data segment", "66b810008ed0", Segmentation),
        ("load the task state", "66b840008ed8", Segmentation),
        ("jump to a non-canonical address", "48b80000000000000080ffe0", Segmentation),
    ];

    public static void Run(CheckLog log)
    {
        foreach (var (name, code, signal) in Instructions)
        {
            int raised = AttackCode.SignalOf(Convert.FromHexString(code));
            log.Check(name, raised == signal, $"signal {raised}");
        }

        CheckAddress(log, "direct map", DirectMap + 0x20_0000);
        CheckAddress(log, "local interrupt controller", LocalController);
        CheckAddress(log, "top of the address space", 0xffff_ffff_ffff_f000);
        CheckAddress(log, "non-canonical address", 0x0000_8000_0000_0000);
        CheckShimPages(log);
        CheckExecution(log);
        log.Check("flags that a program may not change stay as they are", (FlagsAfterSettingAll() & 0x3200) == 0x0200);
        log.Check("the program still runs", new string('x', 3).Length == 3 && Machine.Call(39) == 1);
    }

    private static void CheckAddress(CheckLog log, string name, ulong address)
    {
        int read = AttackCode.SignalOf(WithAddress(address, [0x48, 0x8b, 0x00])); // mov rax, [rax]
        int write = AttackCode.SignalOf(WithAddress(address, [0xc6, 0x00, 0x90])); // mov byte [rax], 0x90
        int execute = AttackCode.SignalOf(WithAddress(address, [0xff, 0xd0])); // call rax
        log.Check($"{name}: no read, write or execution", read is Segmentation or Bus && write is Segmentation or Bus && execute is Segmentation or Bus, $"{read} {write} {execute}");
    }

    /// <summary>Pages of the image that the shim refuses to use for the program are those that the program cannot reach itself.</summary>
    private static void CheckShimPages(CheckLog log)
    {
        int refused = 0;
        int reached = 0;
        for (nint page = ImageStart; page < ImageSearchEnd; page += Machine.PageSize)
        {
            if (Machine.Call(Machine.Access, page) != Refused)
                continue;
            refused++;
            if (AttackCode.SignalOf(WithAddress((ulong)page, [0x48, 0x8b, 0x00])) != Segmentation || AttackCode.SignalOf(WithAddress((ulong)page, [0xc6, 0x00, 0x90])) != Segmentation)
                reached++;
        }

        log.Check("pages of the shim cannot be reached", refused > 30 && reached == 0, $"{reached} reached");
    }

    private static void CheckExecution(CheckLog log)
    {
        nint heap = Machine.MapPages(1);
        *(byte*)heap = 0xc3;
        byte onStack = 0xc3;
        log.Check("no execution of data", AttackCode.SignalOf(WithAddress((ulong)heap, [0xff, 0xd0])) == Segmentation && AttackCode.SignalOf(WithAddress((ulong)(&onStack), [0xff, 0xd0])) == Segmentation);
        log.Check("no memory both writable and executable", Machine.Call(Machine.Protect, heap, Machine.PageSize, Machine.ReadWriteExecute) == -13 && Machine.MapPages(1, Machine.ReadWriteExecute) == -13);
        log.Check("text cannot be written", AttackCode.SignalOf(WithAddress((ulong)(delegate*<CheckLog, void>)&Run, [0xc6, 0x00, 0x90])) == Segmentation);
        Machine.Call(Machine.Unmap, heap, Machine.PageSize);
    }

    /// <summary>POPF with every bit set, then PUSHF: IOPL must still be 0 and interrupts on.</summary>
    private static int FlagsAfterSettingAll() => AttackCode.SignalOf(Convert.FromHexString("68ff3e00009d9c586a029d"));

    private static byte[] WithAddress(ulong address, ReadOnlySpan<byte> rest)
    {
        byte[] code = new byte[10 + rest.Length];
        code[0] = 0x48; // mov rax, imm64
        code[1] = 0xb8;
        BinaryPrimitives.WriteUInt64LittleEndian(code.AsSpan(2), address);
        rest.CopyTo(code.AsSpan(10));
        return code;
    }
}
