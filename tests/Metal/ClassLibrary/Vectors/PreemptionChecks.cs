using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Vectors;

/// <summary>Values that live in vector registers while other threads take the processor away; every thread's result must be exact.</summary>
internal static class PreemptionChecks
{
    private const int Threads = 6;
    private const int Steps = 300_000;

    public static void Add(Area area)
    {
        area.Check("six threads, integers in registers for 300000 steps, against the scalar result", () =>
        {
            var results = new ulong[Threads];
            Crew.Run(Threads, number => results[number] = Integers((ulong)number, Steps));
            return Values.Of(Hexadecimal(results), results.Where((result, number) => result != ScalarIntegers((ulong)number, Steps)).Count());
        });
        area.Check("six threads, doubles in registers for 300000 steps, against one thread alone", () =>
        {
            var results = new double[Threads];
            Crew.Run(Threads, number => results[number] = Doubles(number, Steps));
            var alone = Enumerable.Range(0, Threads).Select(number => Doubles(number, Steps));
            return Values.Of(results, results.SequenceEqual(alone));
        });
        area.Check("eight accumulators in registers while another thread collects garbage", () =>
        {
            var results = new ulong[Threads];
            bool stop = false;
            var collector = new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                {
                    GC.Collect(0);
                    Thread.Sleep(1);
                }
            });
            collector.Start();
            Crew.Run(Threads, number => results[number] = Accumulators((uint)number, Steps));
            Volatile.Write(ref stop, true);
            collector.Join();
            return Values.Of(Hexadecimal(results), results.SequenceEqual(Enumerable.Range(0, Threads).Select(number => Accumulators((uint)number, Steps))));
        });
        area.Check("vectors on the stack across 2000 changes of thread", () =>
        {
            var sums = new long[Threads];
            Crew.Run(Threads, number =>
            {
                var vector = Vector256.Create((long)number);
                var one = Vector256<long>.One;
                for (int i = 0; i < 2000; i++)
                {
                    vector += one;
                    Thread.Yield();
                }

                sums[number] = Vector256.Sum(vector);
            });
            return Values.Of(sums);
        });
        area.Check("span searches by six threads at once", () =>
        {
            var found = new int[Threads];
            Crew.Run(Threads, number =>
            {
                byte[] bytes = new byte[50_000];
                bytes[^(number + 1)] = 1;
                int wrong = 0;
                for (int i = 0; i < 100; i++)
                    wrong += bytes.AsSpan().IndexOf((byte)1) == bytes.Length - 1 - number ? 0 : 1;
                found[number] = wrong;
            });
            return Values.Of(found);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Integers(ulong seed, int steps)
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
    private static ulong ScalarIntegers(ulong seed, int steps)
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

            result ^= value * (2 * lane + 1);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Doubles(int seed, int steps)
    {
        var value = Vector256.Create(seed + 0.25, seed + 0.5, seed + 0.75, seed + 1.0);
        var factor = Vector256.Create(0.999_999);
        var addend = Vector256.Create(1e-3, 2e-3, 3e-3, 4e-3);
        for (int i = 0; i < steps; i++)
            value = Vector256.FusedMultiplyAdd(value, factor, addend);
        return Vector256.Sum(value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Accumulators(uint seed, int steps)
    {
        var a = Vector256.Create(seed);
        var b = a + Vector256<uint>.One;
        var c = b * 3;
        var d = c ^ a;
        var e = Vector256.Create(1u, 2, 3, 4, 5, 6, 7, 8);
        var f = e * 5;
        var g = e + a;
        var h = f ^ b;
        for (int i = 0; i < steps; i++)
        {
            a += h;
            b ^= a;
            c += b >>> 3;
            d ^= c << 5;
            e += d;
            f ^= e;
            g += f >>> 7;
            h ^= g << 1;
        }

        return Vector256.Sum((a ^ c ^ e ^ g).AsUInt64()) ^ Vector256.Sum((b ^ d ^ f ^ h).AsUInt64());
    }

    private static IEnumerable<string> Hexadecimal(ulong[] values) => values.Select(value => value.ToString("x16"));
}
