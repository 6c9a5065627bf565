namespace DSoftBus.Image.Checks;

/// <summary>Small pieces of machine code in pages of their own: signal handlers and threads that the runtime does not know.</summary>
/// <remarks>A handler may run at any instruction of managed code, where the runtime could not be entered; these touch nothing but one word.</remarks>
internal static unsafe class RawCode
{
    /// <summary>Flags of an action: SA_SIGINFO, SA_RESTORER, SA_NODEFER.</summary>
    private const ulong ActionFlags = 0x4400_0004;

    private const int RestorerOffset = 64;

    /// <summary>CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, PARENT_SETTID, CHILD_CLEARTID.</summary>
    private const ulong ThreadFlags = 0x100 | 0x200 | 0x400 | 0x800 | 0x1_0000 | 0x4_0000 | 0x10_0000 | 0x20_0000;

    private static readonly nint CloneCode = Load(
    [
        0xb8, 0xb3, 0x01, 0, 0, 0x0f, 0x05, // mov eax, clone3; syscall
        0x85, 0xc0, 0x74, 0x01, 0xc3, // test eax, eax; jz child; ret
        0x31, 0xff, 0xb8, 60, 0, 0, 0, 0x0f, 0x05, // child: xor edi, edi; mov eax, exit; syscall
        0x0f, 0x0b, // ud2
    ]);

    /// <summary>Puts code into a fresh page that can be executed and no longer written.</summary>
    public static nint Load(ReadOnlySpan<byte> code)
    {
        nint page = Machine.MapPages(1);
        code.CopyTo(new Span<byte>((void*)page, Machine.PageSize));
        Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadExecute);
        return page;
    }

    /// <summary>From now on <paramref name="signal"/> adds 1 to the 8 bytes at <paramref name="counter"/>. The page of code stays for good.</summary>
    /// <returns>What rt_sigaction answered.</returns>
    public static nint CountSignals(int signal, nint counter)
    {
        Span<byte> code = stackalloc byte[RestorerOffset + 9];
        ReadOnlySpan<byte> load = [0x48, 0xb8]; // mov rax, counter
        ReadOnlySpan<byte> count = [0xf0, 0x48, 0xff, 0x00, 0xc3]; // lock inc qword [rax]; ret
        ReadOnlySpan<byte> restore = [0xb8, 15, 0, 0, 0, 0x0f, 0x05, 0x0f, 0x0b]; // mov eax, rt_sigreturn; syscall; ud2
        load.CopyTo(code);
        BitConverter.TryWriteBytes(code[load.Length..], (long)counter);
        count.CopyTo(code[(load.Length + sizeof(long))..]);
        restore.CopyTo(code[RestorerOffset..]);
        nint page = Load(code);
        ulong* action = stackalloc ulong[4];
        action[0] = (ulong)page;
        action[1] = ActionFlags;
        action[2] = (ulong)page + RestorerOffset;
        action[3] = 0;
        return Machine.Call(Machine.SignalAction, signal, (nint)action, 0, 8);
    }

    /// <summary>Starts a thread that ends at once.</summary>
    /// <param name="stack">Room of its own, at least a page that stays mapped until the thread ended.</param>
    /// <param name="id">Receives the thread's id at its start, and 0 when it has ended.</param>
    /// <returns>What clone3 answered: the id or a negative errno.</returns>
    public static nint StartThread(nint stack, int* id)
    {
        ulong* arguments = stackalloc ulong[8];
        new Span<ulong>(arguments, 8).Clear();
        arguments[0] = ThreadFlags;
        arguments[2] = (ulong)id;
        arguments[3] = (ulong)id;
        arguments[5] = (ulong)stack;
        arguments[6] = Machine.PageSize;
        return ((delegate* unmanaged<ulong*, nint, nint>)CloneCode)(arguments, 64);
    }

    /// <summary>Waits until the thread whose id is at <paramref name="id"/> has ended. False when that took more than a minute.</summary>
    public static bool Join(int* id)
    {
        TimeSpec minute = TimeSpec.Of(60_000_000_000);
        while (true)
        {
            int running = Volatile.Read(ref *id);
            if (running == 0)
                return true;
            if (Machine.Call(Machine.Futex, (nint)id, 0, running, (nint)(&minute)) == -110)
                return false;
        }
    }
}
