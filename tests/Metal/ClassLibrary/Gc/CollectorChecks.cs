using System.Runtime;
using System.Runtime.CompilerServices;
using DSoftBus.Tests.Metal.ClassLibrary.Finalizers;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Gc;

/// <summary>Generations, the modes of the collector, and what it says about itself.</summary>
internal static class CollectorChecks
{
    public static void Add(Area area)
    {
        AddGenerations(area);
        AddModes(area);
        AddFigures(area);
    }

    private static void AddGenerations(Area area)
    {
        area.Check("an object grows old", () =>
        {
            GC.Collect();
            object young = new();
            var ages = new List<int> { GC.GetGeneration(young) };
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                ages.Add(GC.GetGeneration(young));
            }

            return Values.Of(ages, GC.MaxGeneration, GC.GetGeneration(new WeakReference(young)));
        });
        area.Check("collections of each generation are counted", () =>
        {
            int[] before = Counts();
            GC.Collect(0);
            GC.Collect(1);
            GC.Collect(2);
            int[] after = Counts();
            return Values.Of(after.Zip(before, (now, then) => now - then >= 1), after[0] >= after[1], after[1] >= after[2]);

            static int[] Counts() => [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        });
        area.Check("old ones refer to young ones, which stay", () =>
        {
            var old = new object?[1000];
            GC.Collect();
            GC.Collect();
            int before = GC.GetGeneration(old);
            for (int i = 0; i < old.Length; i++)
                old[i] = new[] { i };
            for (int i = 0; i < 3; i++)
            {
                Litter(2000);
                GC.Collect(0);
            }

            return Values.Of(before, old.Select((item, i) => item is int[] numbers && numbers[0] == i).Count(right => right));
        });
        area.Check("a chain of 200000 links is marked without a deep stack", () =>
        {
            Link? first = null;
            for (int i = 0; i < 200_000; i++)
                first = new Link(i, first);
            GC.Collect();
            long sum = 0;
            for (var link = first; link is not null; link = link.Next)
                sum += link.Number;
            return Values.Of(sum);
        });
        area.Check("survivors among the dead keep what they hold", () =>
        {
            var all = Enumerable.Range(0, 4000).Select(number => Enumerable.Repeat((byte)number, 100 + number % 50).ToArray()).ToArray();
            for (int i = 0; i < all.Length; i += 2)
                all[i] = [];
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            int wrong = 0;
            for (int i = 1; i < all.Length; i += 2)
                wrong += all[i].Length == 100 + i % 50 && all[i].All(value => value == (byte)i) ? 0 : 1;
            return Values.Of(wrong);
        });
        area.Check("a span into the middle of an array holds the array", () =>
        {
            var middle = Enumerable.Range(0, 1000).ToArray().AsSpan(500, 10);
            Litter(5000);
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            Litter(5000);
            return Values.Of(middle.ToArray());
        });
        area.Check("new memory is zero where old garbage was", () =>
        {
            for (int i = 0; i < 200; i++)
                new byte[20_000].AsSpan().Fill(0xff);
            GC.Collect();
            int dirty = 0;
            for (int i = 0; i < 200; i++)
                dirty += new byte[20_000].AsSpan().ContainsAnyExcept((byte)0) ? 1 : 0;
            return Values.Of(dirty);
        });
        area.Check("four threads allocate and keep some", () =>
        {
            var sums = new long[4];
            Crew.Run(4, number =>
            {
                var ring = new byte[64][];
                for (int i = 0; i < 10_000; i++)
                {
                    byte[] block = new byte[16 + (i * 37 + number) % 1500];
                    block[^1] = 1;
                    ring[i & 63] = block;
                    sums[number] += ring[(i * 7) & 63] is { } other ? other[^1] : 0;
                }
            });
            return Values.Of(sums);
        });
    }

    private static void AddModes(Area area)
    {
        area.Check("latency modes", () =>
        {
            var first = GCSettings.LatencyMode;
            var seen = new List<GCLatencyMode>();
            foreach (var mode in new[] { GCLatencyMode.LowLatency, GCLatencyMode.SustainedLowLatency, GCLatencyMode.Interactive, GCLatencyMode.Batch })
            {
                GCSettings.LatencyMode = mode;
                Litter(2000);
                seen.Add(GCSettings.LatencyMode);
            }

            GCSettings.LatencyMode = first;
            return Values.Of(first, seen, GCSettings.IsServerGC, Thrown.By(() => GCSettings.LatencyMode = (GCLatencyMode)77));
        });
        area.Check("a region without collections", () =>
        {
            bool started = GC.TryStartNoGCRegion(4 << 20);
            int before = GC.CollectionCount(0);
            Litter(2000);
            var mode = GCSettings.LatencyMode;
            int collections = GC.CollectionCount(0) - before;
            GC.EndNoGCRegion();
            return Values.Of(started, mode, collections, GCSettings.LatencyMode);
        });
        area.Check("a region without collections, started twice, which ends it, of no size", () =>
        {
            bool started = GC.TryStartNoGCRegion(1 << 20);
            string twice = Thrown.By(() => GC.TryStartNoGCRegion(1 << 20));
            return Values.Of(started, twice, Thrown.By(GC.EndNoGCRegion), Thrown.By(() => GC.TryStartNoGCRegion(0)));
        });
        area.Check("a region without collections ends when a collection is asked for", () =>
        {
            bool started = GC.TryStartNoGCRegion(1 << 20);
            GC.Collect();
            return Values.Of(started, GCSettings.LatencyMode, Thrown.By(GC.EndNoGCRegion));
        });
        area.Check("every way to ask for a collection", () =>
        {
            int before = GC.CollectionCount(2);
            GC.Collect(2, GCCollectionMode.Default);
            GC.Collect(2, GCCollectionMode.Forced, blocking: true);
            GC.Collect(2, GCCollectionMode.Forced, blocking: false);
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return Values.Of(GC.CollectionCount(2) - before >= 4, Thrown.By(() => GC.Collect(-1)), Thrown.By(() => GC.Collect(0, GCCollectionMode.Aggressive)), Thrown.By(() => GC.Collect(2, (GCCollectionMode)9)));
        });
        area.Check("memory pressure, added, removed, refused", () =>
        {
            GC.AddMemoryPressure(10_000_000);
            GC.RemoveMemoryPressure(10_000_000);
            return Values.Of(Thrown.By(() => GC.AddMemoryPressure(0)), Thrown.By(() => GC.RemoveMemoryPressure(-1)));
        });
    }

    private static void AddFigures(Area area)
    {
        area.Check("bytes that a thread allocates are counted exactly", () =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            byte[] bytes = new byte[1000];
            long after = GC.GetAllocatedBytesForCurrentThread();
            object plain = new();
            long last = GC.GetAllocatedBytesForCurrentThread();
            GC.KeepAlive(bytes);
            GC.KeepAlive(plain);
            return Values.Of(after - before, last - after);
        });
        area.Check("bytes that all threads allocate", () =>
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Crew.Run(3, _ => GC.KeepAlive(new byte[100_000]));
            return Values.Of(GC.GetTotalAllocatedBytes(precise: true) - before >= 300_000);
        });
        area.Check("what is said about the last full collection", () =>
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            var info = GC.GetGCMemoryInfo(GCKind.FullBlocking);
            return Values.Of(
                info.Generation, info.Compacted, info.Concurrent, info.GenerationInfo.Length, info.PauseDurations.Length, info.PauseDurations[0] > TimeSpan.Zero, info.HeapSizeBytes > 0, info.HeapSizeBytes <= info.TotalCommittedBytes);
        });
        area.Check("figures that belong together", () =>
        {
            GC.Collect();
            long index = GC.GetGCMemoryInfo(GCKind.Any).Index;
            GC.Collect(0);
            var info = GC.GetGCMemoryInfo(GCKind.Any);
            return Values.Of(
                info.Index > index, info.Generation, info.FragmentedBytes <= info.HeapSizeBytes, info.MemoryLoadBytes > 0, info.HighMemoryLoadThresholdBytes > 0, info.PauseTimePercentage is >= 0 and <= 100, GC.GetTotalPauseDuration() > TimeSpan.Zero);
        });
        area.Check("the limit of the heap is known", () =>
        {
            long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            return Values.Of(limit is > 96 << 20 and < 512 << 20, GC.GetConfigurationVariables().ContainsKey("GCHeapHardLimit"), GC.GetConfigurationVariables()["ServerGC"], GC.GetConfigurationVariables()["ConcurrentGC"]);
        });
        area.Check("memory in use falls when what holds it goes", () =>
        {
            long before = GC.GetTotalMemory(forceFullCollection: true);
            var kept = new byte[1][];
            FinalizerChecks.Forget(() => kept[0] = new byte[10_000_000]);
            long full = GC.GetTotalMemory(forceFullCollection: true);
            kept[0] = [];
            long after = GC.GetTotalMemory(forceFullCollection: true);
            return Values.Of(full - before >= 9_900_000, full - after >= 9_900_000);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Litter(int objects)
    {
        for (int i = 0; i < objects; i++)
            GC.KeepAlive(new byte[100]);
    }

    private sealed record Link(int Number, Link? Next);
}
