using System.Globalization;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>Notes how long each collection stopped the program, by an object that the collector finalizes after every one.</summary>
internal static class PauseRecorder
{
    private static readonly Lock Gate = new();
    private static readonly List<double> Pauses = new(100_000);
    private static TimeSpan _total;
    private static int _collections;
    private static volatile bool _isRunning;

    public static void Start()
    {
        lock (Gate)
        {
            Pauses.Clear();
            _total = GC.GetTotalPauseDuration();
            _collections = GC.CollectionCount(0);
        }

        _isRunning = true;
        _ = new Probe();
    }

    public static void Stop() => _isRunning = false;

    /// <summary>One line: how many, median, 99th percentile and maximum in milliseconds.</summary>
    public static string Summary()
    {
        lock (Gate)
        {
            if (Pauses.Count == 0)
                return "none";
            Pauses.Sort();
            string Of(double share) => Pauses[(int)(share * (Pauses.Count - 1))].ToString("F2", CultureInfo.InvariantCulture);
            return $"{Pauses.Count} collections, median {Of(0.5)} ms, p99 {Of(0.99)} ms, maximum {Of(1)} ms";
        }
    }

    private static void Record()
    {
        lock (Gate)
        {
            TimeSpan total = GC.GetTotalPauseDuration();
            int collections = GC.CollectionCount(0);
            int fresh = collections - _collections;
            double sum = (total - _total).TotalMilliseconds;
            _total = total;
            _collections = collections;
            // Several at once share their sum; the finalizer was late.
            for (int i = 0; i < fresh && Pauses.Count < Pauses.Capacity; i++)
                Pauses.Add(sum / fresh);
        }
    }

    private sealed class Probe
    {
        ~Probe()
        {
            if (!_isRunning)
                return;
            Record();
            _ = new Probe();
        }
    }
}
