using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks;

/// <summary>Fills all sixteen 256-bit registers, makes a system call, and looks at every bit of them: threads against each other.</summary>
internal static unsafe class VectorCalls
{
    private const int Registers = 16;
    private const int RegisterSize = 32;
    private const int StateSize = Registers * RegisterSize;
    private const int Threads = 4;
    private const int Rounds = 150;
    private const int Probe = 51;

    private const int Kinds = 6;

    private const nint ProcessId = 39;
    private const nint Yield = 24;
    private const nint Duplicate = 32;

    /// <summary>Registers that came back changed from getpid, sched_yield, nanosleep, rt_sigaction, close or a handled signal.</summary>
    public static int CountDamaged()
    {
        nint code = RawCode.Load(Code());
        var signals = (long*)NativeMemory.AllocZeroed(sizeof(long));
        RawCode.CountSignals(Probe, (nint)signals);
        int damaged = 0;
        var threads = new Thread[Threads];
        for (int i = 0; i < Threads; i++)
        {
            int seed = i;
            threads[i] = new Thread(() => Interlocked.Add(ref damaged, CountDamagedBy(code, seed)));
            threads[i].Start();
        }

        foreach (var thread in threads)
            thread.Join();
        if (*signals != Threads * Rounds)
            damaged++;
        return damaged;
    }

    private static int CountDamagedBy(nint code, int seed)
    {
        byte* before = stackalloc byte[StateSize];
        byte* after = stackalloc byte[StateSize];
        new Random(seed).NextBytes(new Span<byte>(before, StateSize));
        TimeSpec pause = TimeSpec.Of(100_000);
        nint* yield = stackalloc nint[5] { Yield, 0, 0, 0, 0 };
        nint* identify = stackalloc nint[5] { ProcessId, 0, 0, 0, 0 };
        nint* sleep = stackalloc nint[5] { Machine.Sleep, (nint)(&pause), 0, 0, 0 };
        nint* signal = stackalloc nint[5] { Machine.SendSignal, 1, Machine.Call(186), Probe, 0 };
        // Functions of the shim behind these use vector registers themselves: rt_sigaction, and close of a fresh descriptor.
        byte* action = stackalloc byte[64];
        nint* ask = stackalloc nint[5] { Machine.SignalAction, Probe, 0, (nint)action, 8 };
        nint* close = stackalloc nint[5] { Machine.Close, 0, 0, 0, 0 };
        nint** calls = stackalloc nint*[Kinds] { yield, identify, sleep, signal, ask, close };
        int damaged = 0;
        for (int round = 0; round < Rounds * Kinds; round++)
        {
            if (calls[round % Kinds] == close)
                close[1] = Machine.Call(Duplicate, 1);
            new Span<byte>(after, StateSize).Clear();
            ((delegate* unmanaged<byte*, byte*, nint*, nint>)code)(before, after, calls[round % Kinds]);
            if (!new ReadOnlySpan<byte>(before, StateSize).SequenceEqual(new ReadOnlySpan<byte>(after, StateSize)))
                damaged++;
        }

        return damaged;
    }

    /// <summary>RDI state in, RSI state out, RDX number and four arguments of the call.</summary>
    private static byte[] Code()
    {
        var code = new List<byte>();
        for (int i = 0; i < Registers; i++)
            code.AddRange(Move(0x6f, i, 7)); // vmovdqu ymm, [rdi + 32 i]
        code.AddRange(
        [
            0x53, 0x48, 0x89, 0xf3, 0x49, 0x89, 0xd3, // push rbx; mov rbx, rsi; mov r11, rdx
            0x49, 0x8b, 0x03, 0x49, 0x8b, 0x7b, 0x08, // mov rax, [r11]; mov rdi, [r11 + 8]
            0x49, 0x8b, 0x73, 0x10, 0x49, 0x8b, 0x53, 0x18, // mov rsi, [r11 + 16]; mov rdx, [r11 + 24]
            0x4d, 0x8b, 0x53, 0x20, 0x0f, 0x05, // mov r10, [r11 + 32]; syscall
        ]);
        for (int i = 0; i < Registers; i++)
            code.AddRange(Move(0x7f, i, 3)); // vmovdqu [rbx + 32 i], ymm
        code.AddRange([0xc5, 0xf8, 0x77, 0x5b, 0xc3]); // vzeroupper; pop rbx; ret
        return [.. code];
    }

    private static byte[] Move(byte operation, int register, int address)
    {
        byte[] bytes = [0xc5, register < 8 ? (byte)0xfe : (byte)0x7e, operation, (byte)(0x80 | (register & 7) << 3 | address), 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), register * RegisterSize);
        return bytes;
    }
}
