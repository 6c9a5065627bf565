using System.Runtime.CompilerServices;

namespace DSoftBus.Image.Checks;

/// <summary>Ways for the program to die; each must end the machine with a report and its own exit value, never the shim.</summary>
internal static unsafe class FatalModes
{
    public static void ReadWildAddress() => Console.WriteLine(*(int*)Wild(0x7fff_1234));

    public static void OverflowStack() => Console.WriteLine(Recurse(1));

    public static void ThrowUnhandled() => throw new InvalidOperationException("nobody catches this");

    /// <summary>rt_sigreturn with a frame of garbage, including extended state that XRSTOR would refuse and a RIP of the shim's half.</summary>
    public static void ReturnThroughForgedFrame()
    {
        nint memory = Machine.MapPages(4);
        new Span<byte>((void*)(memory + 2 * Machine.PageSize), Machine.PageSize).Fill(0xff);
        var general = (ulong*)memory + 5; // registers of the ucontext
        general[15] = (ulong)memory + 4 * Machine.PageSize;
        general[16] = 0xffff_8000_0000_0000;
        general[17] = 0xffff_ffff_ffff_ffff;
        general[23] = (ulong)memory + 2 * Machine.PageSize;
        nint code = Machine.MapPages(1);
        ReadOnlySpan<byte> body = [0xb8, 15, 0, 0, 0, 0x0f, 0x05]; // mov eax, 15; syscall
        byte* at = (byte*)code;
        at[0] = 0x48; // mov rsp, imm64
        at[1] = 0xbc;
        *(ulong*)(at + 2) = (ulong)memory;
        body.CopyTo(new Span<byte>(at + 10, body.Length));
        Machine.Call(Machine.Protect, code, Machine.PageSize, Machine.ReadExecute);
        ((delegate* unmanaged<void>)code)();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Wild(nint address) => address;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth)
    {
        byte* room = stackalloc byte[1000];
        room[depth % 1000] = (byte)depth;
        return Recurse(depth + 1) + room[3];
    }
}
