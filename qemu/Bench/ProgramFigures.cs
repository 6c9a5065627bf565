namespace DSoftBus.Qemu.Bench;

/// <summary>What the benchmark program's keys mean, in the order of the table. The program's values are nanoseconds.</summary>
internal static class ProgramFigures
{
    private const double Micro = 1e-3;
    private const double Milli = 1e-6;

    private static readonly (string Key, string What, string Unit, double Scale)[] All =
    [
        ("throw_catch", "throw and catch", "us", Micro),
        ("allocate", "allocate 64 bytes, collections included", "ns", 1),
        ("gc_young", "GC pause, youngest generation, 1 MiB lives", "ms", Milli),
        ("gc_full", "GC pause, all generations, 1 MiB lives", "ms", Milli),
        ("call", "system call (getpid)", "ns", 1),
        ("call_vectors", "system call with vector registers in use", "ns", 1),
        ("clock", "read the clock (Stopwatch)", "ns", 1),
        ("map", "map and unmap 64 KiB, untouched", "us", Micro),
        ("page_fault", "page fault (first write to a page)", "us", Micro),
        ("switch_futex", "thread switch (futex wake and wait)", "us", Micro),
        ("switch_semaphore", "thread switch (SemaphoreSlim)", "us", Micro),
        ("thread_start", "start and join a thread", "us", Micro),
        ("pool_hop", "await a work item of the thread pool", "us", Micro),
        ("wake_up", "timer interrupt due to managed code runs", "us", Micro),
        ("delay", "Task.Delay(1) beyond 1 ms", "us", Micro),
        ("copy_1500", "copy 1500 bytes", "ns", 1),
        ("copy_64k", "copy 64 KiB", "us", Micro),
        ("control", "control: a few instructions, no kernel", "ns", 1),
    ];

    /// <summary>One comparison for every key, whatever was printed; keys that are not known here are left out.</summary>
    /// <param name="ours">All lines of our guests.</param>
    /// <param name="linux">All lines of the Linux guests.</param>
    public static IReadOnlyList<Comparison> Compare(IEnumerable<string> ours, IEnumerable<string> linux)
    {
        Dictionary<string, List<double>> left = Collect(ours), right = Collect(linux);
        return [.. All.Select(f => Comparison.Of(f.Key, f.What, f.Unit, Scaled(left, f.Key, f.Scale), Scaled(right, f.Key, f.Scale)))];
    }

    private static double[] Scaled(Dictionary<string, List<double>> values, string key, double scale) =>
        values.TryGetValue(key, out List<double>? found) ? [.. found.Select(value => value * scale)] : [];

    private static Dictionary<string, List<double>> Collect(IEnumerable<string> lines)
    {
        Dictionary<string, List<double>> all = [];
        foreach (string line in lines)
        {
            if (!ProgramLines.TryParse(line, out string key, out IReadOnlyList<double> values))
                continue;
            if (!all.TryGetValue(key, out List<double>? list))
                all.Add(key, list = []);
            list.AddRange(values);
        }

        return all;
    }
}
