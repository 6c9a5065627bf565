using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace DSoftBus.Image.Checks;

/// <summary>The garbage collector against threads that it must suspend by signal, large objects, finalizers.</summary>
internal static class CollectorChecks
{
    private static volatile bool _stop;
    private static int _finalized;

    private sealed class Finalizable
    {
        ~Finalizable() => Interlocked.Increment(ref _finalized);
    }

    public static void Run(CheckLog log)
    {
        log.Check("collection against spinning threads", CollectWhileSpinning() > 0);
        log.Check("collection against loops without calls", CollectWhileComputing() != 0);

        var kept = new ConcurrentDictionary<int, byte[]>();
        long allocated = AllocateInParallel(kept);
        log.Check("allocation from four threads", allocated == 80_000 && kept.Count == 800, $"gen0 {GC.CollectionCount(0)}, gen1 {GC.CollectionCount(1)}, gen2 {GC.CollectionCount(2)}");

        long before = GC.GetTotalMemory(forceFullCollection: true);
        AllocateLarge();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        log.Check("large objects are given back", GC.GetTotalMemory(forceFullCollection: true) < before + (1 << 20));

        CreateFinalizable(100);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        log.Check("finalizers run", Volatile.Read(ref _finalized) >= 99);

        var weak = MakeWeak();
        GC.Collect();
        log.Check("weak reference is cleared", !weak.TryGetTarget(out _));
        log.Check("heap limit follows memory", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and < 1L << 40, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB");
    }

    private static long CollectWhileSpinning()
    {
        long spins = 0;
        var threads = new Thread[3];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Interlocked.Add(ref spins, SpinUntilStopped()));
            threads[i].Start();
        }

        Thread.Sleep(10);
        for (int i = 0; i < 10; i++)
            GC.Collect();
        _stop = true;
        foreach (var thread in threads)
            thread.Join();
        return spins;
    }

    private static long CollectWhileComputing()
    {
        long result = 0;
        var threads = new Thread[2];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Interlocked.Add(ref result, Compute(20_000_000)));
            threads[i].Start();
        }

        for (int i = 0; i < 10; i++)
            GC.Collect();
        foreach (var thread in threads)
            thread.Join();
        return result;
    }

    private static long AllocateInParallel(ConcurrentDictionary<int, byte[]> kept)
    {
        long sum = 0;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
        {
            var random = new Random(worker);
            var ring = new byte[64][];
            for (int i = 0; i < 20_000; i++)
            {
                byte[] block = new byte[random.Next(16, 2000)];
                block[0] = 1;
                ring[i & 63] = block;
                if (i % 100 == 0)
                    kept[worker * 1000 + i / 100] = block;
                Interlocked.Add(ref sum, block[0]);
            }
        });
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AllocateLarge()
    {
        var large = new List<byte[]>();
        for (int i = 0; i < 8; i++)
            large.Add(new byte[1 << 20]);
        GC.KeepAlive(large);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CreateFinalizable(int count)
    {
        for (int i = 0; i < count; i++)
            _ = new Finalizable();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<byte[]> MakeWeak() => new(new byte[100]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long SpinUntilStopped()
    {
        long count = 0;
        while (!_stop)
            count++;
        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Compute(long rounds)
    {
        long value = 1;
        for (long i = 0; i < rounds; i++)
            value = value * 6364136223846793005 + i;
        return value;
    }
}
