namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Device registers are reached through DEVICE_MAP and in no other way.</summary>
internal static unsafe class DeviceAttacks
{
    private const uint VirtioMagic = 0x7472_6976; // "virt"; virtio 1.2 section 4.2.2
    private const ulong DirectMap = 0xffff_8000_0000_0000;

    private static readonly byte[] ReadCode = [0x8b, 0x00, 0x31, 0xc0]; // mov eax, [rax]; xor eax, eax
    private static readonly byte[] WriteCode = [0xf0, 0x83, 0x08, 0x00, 0x31, 0xc0]; // lock or dword [rax], 0; xor eax, eax
    private static readonly byte[] CallCode = [0xff, 0xd0]; // call rax

    public static void Run(CheckLog log)
    {
        ulong* description = stackalloc ulong[4];
        if (Machine.Call(Machine.DeviceInformation, 0, (nint)description) != 0)
        {
            CheckLog.Note("no device: attacks on its registers were not tried");
            return;
        }

        ulong registers = description[0];
        Expect(log, "registers at their physical address", registers, ReadCode, Outcome.NotMapped);
        Expect(log, "registers in the direct map", DirectMap + registers, ReadCode, Outcome.NotMapped);
        ulong window;
        bool mapped = Machine.Call(Machine.DeviceMap, 0, (nint)(&window)) == 0;
        log.Check("registers through DEVICE_MAP", mapped && *(uint*)window == VirtioMagic);
        Expect(log, "registers are no code", window, CallCode, Outcome.AccessDenied);
        Expect(log, "registers at their physical address, once mapped elsewhere", registers, WriteCode, Outcome.NotMapped);
        nint page = (nint)window & ~(Machine.PageSize - 1);
        log.Check("registers cannot be made executable, unmapped or replaced", Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadExecute) == -13
            && Machine.Call(Machine.Unmap, page, Machine.PageSize) == -22 && Machine.Call(Machine.Map, page, Machine.PageSize, Machine.ReadWrite, Machine.Anonymous | Machine.Fixed, -1) == -22
            && Machine.Call(Machine.DmaFree, page, 1) == -22 && *(uint*)window == VirtioMagic);
        ulong again;
        log.Check("a window is mapped once", Machine.Call(Machine.DeviceMap, 0, (nint)(&again)) == 0 && again == window);
    }

    private static void Expect(CheckLog log, string name, ulong address, ReadOnlySpan<byte> access, Outcome expected)
    {
        var outcome = AttackCode.Run(AttackCode.WithRax(address, access));
        log.Check(name, outcome == expected, outcome.ToString());
    }
}
