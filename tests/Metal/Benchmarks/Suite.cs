using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace DSoftBus.Tests.Metal.Benchmarks;

/// <summary>All measurements, taken in turns so that what else the host does meets every one of them.</summary>
internal static class Suite
{
    /// <summary>Key and a batch: nanoseconds of one operation.</summary>
    private static readonly (string Key, Func<double> Batch)[] Measurements =
    [
        ("control", () => PerOperation(100_000, Processor.Count)),
        ("copy_1500", () => PerOperation(20_000, Processor.CopyFrames)),
        ("copy_64k", () => PerOperation(500, Processor.CopyBlocks)),
        ("throw_catch", () => PerOperation(300, Processor.ThrowAndCatch)),
        ("allocate", () => PerOperation(100_000, Heap.Allocate)),
        ("gc_young", Heap.CollectYoung),
        ("gc_full", Heap.CollectAll),
        ("call", () => PerOperation(5_000, Calls.ProcessId)),
        ("call_vectors", () => PerOperation(5_000, Calls.BetweenVectors)),
        ("clock", () => PerOperation(5_000, Calls.Clock)),
        ("map", () => PerOperation(500, Calls.MapAndUnmap)),
        ("page_fault", Calls.TouchFreshPages),
        ("switch_futex", () => PerOperation(Threads.HandOvers, Threads.PassByFutex)),
        ("switch_semaphore", () => PerOperation(Threads.HandOvers, Threads.PassBySemaphore)),
        ("thread_start", () => PerOperation(20, Threads.StartAndJoin)),
        ("pool_hop", () => PerOperation(200, Threads.HopThroughPool)),
        ("wake_up", Waiting.WakeUp),
        ("delay", Waiting.TaskDelay),
    ];

    /// <summary>Measures every figure <paramref name="rounds"/> times after one round that does not count, then prints all.</summary>
    public static void Run(int rounds)
    {
        Kernel.AskForExactTimers();
        GCSettings.LatencyMode = GCLatencyMode.Interactive;
        var values = new double[Measurements.Length, rounds];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < Measurements.Length; i++)
            {
                double value = Measurements[i].Batch();
                if (round >= 0)
                    values[i, round] = value;
            }
        }

        for (int i = 0; i < Measurements.Length; i++)
        {
            string all = string.Join(' ', Enumerable.Range(0, rounds).Select(round => values[i, round].ToString("F1", CultureInfo.InvariantCulture)));
            Console.WriteLine($"bench: {Measurements[i].Key} {all}");
        }
    }

    private static double PerOperation(int count, Action<int> body)
    {
        long started = Stopwatch.GetTimestamp();
        body(count);
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / count;
    }
}
