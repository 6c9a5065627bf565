namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Runs a few raw instructions and says how they ended.</summary>
/// <remarks>
/// Everything lies at fixed addresses, so that attacks can name them. The handler is machine code too: it stores signal and
/// code in the interrupted RAX, clears the flags that would follow it, and continues behind the attack. It has a stack of its own,
/// so that an attack may wreck RSP.
/// </remarks>
internal static unsafe class AttackCode
{
    /// <summary>One page, readable and executable while an attack runs.</summary>
    public static readonly nint Page = unchecked((nint)0x7100_0000_0000);

    /// <summary>First instruction of the attack.</summary>
    public static readonly nint Body = Page + BodyOffset + PrologueLength;

    /// <summary>Pages that attacks may fill with data; zeroed before each.</summary>
    public static readonly nint Data = Page + 0x2_0000;
    public const int DataPages = 4;

    private static readonly nint Stack = Page + 0x1_0000;
    private const int StackPages = 4;

    private const int HandlerOffset = 0;
    private const int RestorerOffset = 128;
    private const int BodyOffset = 256;
    private const int RecoveryOffset = 2048;
    private const int PrologueLength = 15;
    private const int LargestBody = 1024;

    /// <summary>SA_SIGINFO, SA_RESTORER, SA_ONSTACK, SA_NODEFER.</summary>
    private const nint ActionFlags = 0x0400_0004 | 0x0800_0000 | 0x4000_0000;
    private static readonly int[] Signals = [4, 5, 7, 8, 11];

    /// <param name="body">Instructions; RAX holds 0 before them and is the outcome after them.</param>
    /// <param name="fill">Prepares <see cref="Data"/>.</param>
    public static Outcome Run(ReadOnlySpan<byte> body, Action<nint>? fill = null)
    {
        Open();
        fill?.Invoke(Data);
        Fill((byte*)Page, body);
        Machine.Call(Machine.Protect, Page, Machine.PageSize, Machine.ReadExecute);

        ulong* action = stackalloc ulong[4];
        ulong* saved = stackalloc ulong[4 * Signals.Length];
        action[0] = (ulong)Page + HandlerOffset;
        action[1] = (ulong)ActionFlags;
        action[2] = (ulong)Page + RestorerOffset;
        action[3] = 0;
        for (int i = 0; i < Signals.Length; i++)
            Machine.Call(Machine.SignalAction, Signals[i], (nint)action, (nint)(saved + i * 4), 8);
        UseStack(0, StackPages * Machine.PageSize);
        int result = ((delegate* unmanaged<int>)(Page + BodyOffset))();
        UseStack(2, 0);
        for (int i = 0; i < Signals.Length; i++)
            Machine.Call(Machine.SignalAction, Signals[i], (nint)(saved + i * 4), 0, 8);
        Close();
        return (Outcome)result;
    }

    /// <summary>The attack's instructions after <c>mov rax, value</c>.</summary>
    public static byte[] WithRax(ulong value, ReadOnlySpan<byte> rest) => [0x48, 0xb8, .. BitConverter.GetBytes(value), .. rest];

    private static void Open()
    {
        MapFixed(Page, 1);
        MapFixed(Stack, StackPages);
        MapFixed(Data, DataPages);
    }

    private static void Close()
    {
        Machine.Call(Machine.Unmap, Page, Machine.PageSize);
        Machine.Call(Machine.Unmap, Stack, StackPages * Machine.PageSize);
        Machine.Call(Machine.Unmap, Data, DataPages * Machine.PageSize);
    }

    private static void MapFixed(nint address, int pages)
    {
        if (Machine.Call(Machine.Map, address, pages * Machine.PageSize, Machine.ReadWrite, Machine.Anonymous | Machine.Fixed, -1, 0) != address)
            throw new InvalidOperationException("no memory for an attack");
    }

    /// <summary>sigaltstack of this thread.</summary>
    private static void UseStack(ulong flags, ulong size)
    {
        ulong* stack = stackalloc ulong[3];
        stack[0] = size == 0 ? 0 : (ulong)Stack;
        stack[1] = flags;
        stack[2] = size;
        Machine.Call(Machine.AlternateStack, (nint)stack, 0);
    }

    private static void Fill(byte* code, ReadOnlySpan<byte> body)
    {
        if (body.Length > LargestBody)
            throw new ArgumentException("an attack longer than its room", nameof(body));

        // Handler (RDI signal, RSI siginfo, RDX ucontext): eax = [rsi+8] << 8 | edi; [rdx+144] (RAX) = rax; and dword [rdx+176] (flags), ~(AC DF TF)
        byte* at = code + HandlerOffset;
        at = Put(at, [0x8b, 0x46, 0x08, 0xc1, 0xe0, 0x08, 0x09, 0xf8, 0x48, 0x89, 0x82, 144, 0, 0, 0, 0x81, 0xa2, 176, 0, 0, 0, 0xff, 0xfa, 0xfb, 0xff, 0x48, 0xb8]);
        *(ulong*)at = (ulong)code + RecoveryOffset;
        at = Put(at + 8, [0x48, 0x89, 0x82, 168, 0, 0, 0, 0xc3]); // mov [rdx+168] (RIP), rax; ret
        Put(code + RestorerOffset, [0xb8, 15, 0, 0, 0, 0x0f, 0x05]);

        // Body: keep the callee-saved registers and the stack pointer where a wrecked one can be found again.
        at = Put(code + BodyOffset, [0x53, 0x55, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, 0x49, 0x89, 0xe7, 0x31, 0xc0]); // push...; mov r15, rsp; xor eax, eax
        at = Put(at, body);
        at = Put(at, [0xe9]); // jmp recovery
        *(int*)at = (int)(code + RecoveryOffset - (at + 4));
        // mov rsp, r15; mov dword [rsp-8], 0x1f80; ldmxcsr [rsp-8]; fninit; cld; pop...; ret
        Put(code + RecoveryOffset, [0x4c, 0x89, 0xfc, 0xc7, 0x44, 0x24, 0xf8, 0x80, 0x1f, 0, 0, 0x0f, 0xae, 0x54, 0x24, 0xf8, 0xdb, 0xe3, 0xfc, 0x41, 0x5f, 0x41, 0x5e, 0x41, 0x5d, 0x41, 0x5c, 0x5d, 0x5b, 0xc3]);
    }

    private static byte* Put(byte* at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        return at + bytes.Length;
    }
}
