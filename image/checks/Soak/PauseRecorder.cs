using System.Globalization;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>Notes how long each collection stopped the program, by an object that the collector finalizes after every one.</summary>
internal static class PauseRecorder
{
    private static readonly Lock _gate = new();
    private static readonly List<double> _pauses = new(100_000);
    private static TimeSpan _total;
    private static int _collections;
    private static volatile bool _isRunning;

    public static void Start()
    {
        lock (_gate)
        {
            _pauses.Clear();
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
        lock (_gate)
        {
            if (_pauses.Count == 0)
                return "none";
            _pauses.Sort();
            string Of(double share) => _pauses[(int)(share * (_pauses.Count - 1))].ToString("F2", CultureInfo.InvariantCulture);
            return $"{_pauses.Count} collections, median {Of(0.5)} ms, p99 {Of(0.99)} ms, maximum {Of(1)} ms";
        }
    }

    private static void Record()
    {
        lock (_gate)
        {
            TimeSpan total = GC.GetTotalPauseDuration();
            int collections = GC.CollectionCount(0);
            int fresh = collections - _collections;
            double sum = (total - _total).TotalMilliseconds;
            _total = total;
            _collections = collections;
            // Several at once share their sum; the finalizer was late.
            for (int i = 0; i < fresh && _pauses.Count < _pauses.Capacity; i++)
                _pauses.Add(sum / fresh);
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
