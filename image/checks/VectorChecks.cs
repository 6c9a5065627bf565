using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DSoftBus.Image.Checks;

/// <summary>Wide vector registers under preemption: four threads compute the same series in registers and in memory.</summary>
internal static class VectorChecks
{
    private const int Threads = 4;
    private const int Rounds = 20;
    private const int Steps = 100_000;

    public static void Run(CheckLog log)
    {
        int wrong = 0;
        var threads = new Thread[Threads];
        for (int i = 0; i < Threads; i++)
        {
            ulong seed = (ulong)i;
            threads[i] = new Thread(() =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    if (InRegisters(seed, Steps) != InMemory(seed, Steps))
                        Interlocked.Increment(ref wrong);
                }
            });
            threads[i].Start();
        }

        foreach (var thread in threads)
            thread.Join();
        log.Check("AVX2 state survives preemption", Vector256.IsHardwareAccelerated && wrong == 0, $"{wrong} wrong of {Threads * Rounds}");
        log.Check("each thread has its own rounding mode", KeepsRoundingModes());
        log.Check("all vector registers survive calls, sleeps and signals", VectorCalls.CountDamaged() == 0);
    }

    /// <summary>Each thread sets its own rounding mode in MXCSR and finds it again after others ran.</summary>
    private static unsafe bool KeepsRoundingModes()
    {
        nint code = Machine.MapPages(1);
        new byte[] { 0x0f, 0xae, 0x17, 0xc3 }.CopyTo(new Span<byte>((void*)code, 4)); // ldmxcsr [rdi]; ret
        new byte[] { 0x0f, 0xae, 0x1f, 0xc3 }.CopyTo(new Span<byte>((void*)(code + 16), 4)); // stmxcsr [rdi]; ret
        Machine.Call(Machine.Protect, code, Machine.PageSize, Machine.ReadExecute);
        int wrong = 0;
        var threads = new Thread[4];
        for (int i = 0; i < threads.Length; i++)
        {
            uint mode = 0x1f80u | (uint)i << 13;
            threads[i] = new Thread(() =>
            {
                uint value = mode;
                ((delegate* unmanaged<uint*, void>)code)(&value);
                for (int round = 0; round < 50; round++)
                {
                    Thread.Yield();
                    Thread.SpinWait(20_000);
                    ((delegate* unmanaged<uint*, void>)(code + 16))(&value);
                    if ((value & 0x6000) != (mode & 0x6000))
                        Interlocked.Increment(ref wrong);
                }
            });
            threads[i].Start();
        }

        foreach (var thread in threads)
            thread.Join();
        return wrong == 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong InRegisters(ulong seed, int steps)
    {
        var value = Vector256.Create(seed, seed + 1, seed + 2, seed + 3);
        var increment = Vector256.Create(0x9e37_79b9UL);
        for (int i = 0; i < steps; i++)
        {
            value += increment;
            value ^= value << 7;
            value ^= value >>> 9;
        }

        return value[0] ^ value[1] * 3 ^ value[2] * 5 ^ value[3] * 7;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong InMemory(ulong seed, int steps)
    {
        ulong result = 0;
        for (ulong lane = 0; lane < 4; lane++)
        {
            ulong value = seed + lane;
            for (int i = 0; i < steps; i++)
            {
                value += 0x9e37_79b9UL;
                value ^= value << 7;
                value ^= value >> 9;
            }

            result ^= value * (lane == 0 ? 1 : 2 * lane + 1);
        }

        return result;
    }
}
