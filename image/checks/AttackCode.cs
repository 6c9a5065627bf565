namespace DSoftBus.Image.Checks;

/// <summary>Runs a few raw instructions and says which signal they raised, 0 if none.</summary>
/// <remarks>The handler is machine code too: it stores the signal number in the interrupted RAX and continues behind the attack.</remarks>
internal static unsafe class AttackCode
{
    private const int HandlerOffset = 0;
    private const int RestorerOffset = 64;
    private const int BodyOffset = 256;
    private const int RecoveryOffset = 1024;

    private const nint InformationRestorerFlags = 0x0400_0004 | 0x4000_0000;
    private static readonly int[] Signals = [4, 5, 7, 8, 11];

    /// <param name="body">Instructions; RAX holds 0 before them and counts afterwards.</param>
    public static int SignalOf(ReadOnlySpan<byte> body)
    {
        nint page = Machine.MapPages(1);
        byte* code = (byte*)page;
        Fill(code, body);
        Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadExecute);

        ulong* action = stackalloc ulong[4];
        ulong* saved = stackalloc ulong[4 * Signals.Length];
        action[0] = (ulong)page + HandlerOffset;
        action[1] = (ulong)InformationRestorerFlags;
        action[2] = (ulong)page + RestorerOffset;
        action[3] = 0;
        for (int i = 0; i < Signals.Length; i++)
            Machine.Call(Machine.SignalAction, Signals[i], (nint)action, (nint)(saved + i * 4), 8);
        int result = ((delegate* unmanaged<int>)(page + BodyOffset))();
        for (int i = 0; i < Signals.Length; i++)
            Machine.Call(Machine.SignalAction, Signals[i], (nint)(saved + i * 4), 0, 8);
        Machine.Call(Machine.Unmap, page, Machine.PageSize);
        return result;
    }

    private static void Fill(byte* code, ReadOnlySpan<byte> body)
    {
        // Handler (RDI signal, RDX ucontext): mov [rdx+144], rdi; mov rax, recovery; mov [rdx+168], rax; ret
        byte* at = code + HandlerOffset;
        at = Put(at, [0x48, 0x89, 0xba, 144, 0, 0, 0, 0x48, 0xb8]);
        *(ulong*)at = (ulong)code + RecoveryOffset;
        at = Put(at + 8, [0x48, 0x89, 0x82, 168, 0, 0, 0]);
        Put(at, [0xc3]);
        Put(code + RestorerOffset, [0xb8, 15, 0, 0, 0, 0x0f, 0x05]);

        // Body: keep the callee-saved registers and the stack pointer where a wrecked one can be found again.
        at = Put(code + BodyOffset, [0x53, 0x55, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, 0x49, 0x89, 0xe7, 0x31, 0xc0]); // push...; mov r15, rsp; xor eax, eax
        at = Put(at, body);
        at = Put(at, [0xe9]); // jmp recovery
        *(int*)at = (int)(code + RecoveryOffset - (at + 4));
        Put(code + RecoveryOffset, [0x4c, 0x89, 0xfc, 0x41, 0x5f, 0x41, 0x5e, 0x41, 0x5d, 0x41, 0x5c, 0x5d, 0x5b, 0xc3]); // mov rsp, r15; pop...; ret
    }

    private static byte* Put(byte* at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        return at + bytes.Length;
    }
}
