using System.Runtime.CompilerServices;

namespace DSoftBus.Image.Checks;

/// <summary>Ways for the program to die; each must end the machine with a report and its own exit value, never the shim.</summary>
internal static unsafe class FatalModes
{
    public static void ReadWildAddress() => Console.WriteLine(*(int*)Wild(0x7fff_1234));

    public static void OverflowStack() => Console.WriteLine(Recurse(1));

    public static void ThrowUnhandled() => throw new InvalidOperationException("nobody catches this");

    public static void DereferenceNull() => Console.WriteLine(LengthOf(null));

    public static void DivideByZero() => Console.WriteLine(Divide(1, 0));

    public static void FailFast() => Environment.FailFast("asked for");

    /// <summary>Keeps all it gets.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ExhaustMemory()
    {
        var kept = new List<byte[]>();
        while (true)
            kept.Add(new byte[1 << 20]);
    }

    /// <summary>Runs it on a thread of its own, which ends the program before the thread is joined.</summary>
    public static void OnThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    public static void OnPool(Action action)
    {
        using var never = new ManualResetEventSlim();
        ThreadPool.QueueUserWorkItem(_ => action());
        never.Wait();
    }

    public static void ThrowInFinalizer()
    {
        DropTrap();
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>Sets the trap flag: the CPU stops after the next instruction.</summary>
    public static void SingleStep()
    {
        nint code = Machine.MapPages(1);
        ReadOnlySpan<byte> body = [0x9c, 0x48, 0x81, 0x0c, 0x24, 0x00, 0x01, 0x00, 0x00, 0x9d, 0x90, 0xc3]; // pushfq; or qword [rsp], 0x100; popfq; nop; ret
        body.CopyTo(new Span<byte>((void*)code, body.Length));
        Machine.Call(Machine.Protect, code, Machine.PageSize, Machine.ReadExecute);
        ((delegate* unmanaged<void>)code)();
    }

    /// <summary>More text than any pipe holds, then a crash.</summary>
    public static void Flood()
    {
        string line = new('x', 4000);
        for (int i = 0; i < 500; i++)
            Console.WriteLine(line);
        ThrowUnhandled();
    }

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
    private static int LengthOf(string? text) => text!.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Divide(int a, int b) => a / b;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropTrap() => _ = new Trap();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Wild(nint address) => address;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth)
    {
        byte* room = stackalloc byte[1000];
        room[depth % 1000] = (byte)depth;
        return Recurse(depth + 1) + room[3];
    }

    private sealed class Trap
    {
        ~Trap() => ThrowUnhandled();
    }
}
