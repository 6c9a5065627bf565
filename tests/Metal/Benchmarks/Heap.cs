using System.Diagnostics;

namespace DSoftBus.Tests.Metal.Benchmarks;

/// <summary>Objects and the collector.</summary>
internal static class Heap
{
    private const int LiveObjects = 16_384;

    private sealed class Node(Node? next)
    {
        public Node? Next { get; } = next;

        public long First { get; init; }

        public long Second { get; init; }

        public long Third { get; init; }

        public long Fourth { get; init; }

        public long Fifth { get; init; }
    }

    /// <summary>The newest object: an object that never left its method would need no heap.</summary>
    public static object? Last { get; private set; }

    /// <summary>Objects of 64 bytes, each dead at once; collections included.</summary>
    public static void Allocate(int count)
    {
        for (int i = 0; i < count; i++)
            Last = new Node(null) { First = i };
    }

    /// <summary>One collection of the youngest generation in which 16384 linked objects of 64 bytes (1 MiB) live.</summary>
    public static double CollectYoung() => Collect(0);

    /// <summary>One collection of all generations with the same objects.</summary>
    public static double CollectAll() => Collect(GC.MaxGeneration);

    private static double Collect(int generation)
    {
        Node? live = null;
        for (int i = 0; i < LiveObjects; i++)
            live = new Node(live) { First = i };
        long started = Stopwatch.GetTimestamp();
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        double elapsed = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        GC.KeepAlive(live);
        return elapsed;
    }
}
