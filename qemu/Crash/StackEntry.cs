namespace DSoftBus.Qemu.Crash;

/// <summary>A run of frames of a stack, the newest first.</summary>
/// <param name="Frames">The frames.</param>
/// <param name="Times">How often they stand there one after the other; 1 for frames that do not repeat.</param>
public sealed record StackEntry(IReadOnlyList<CrashFrame> Frames, int Times)
{
    /// <summary>Frames in a repeated group at most.</summary>
    private const int LargestPeriod = 8;

    /// <summary>Groups that come fewer times are not worth folding.</summary>
    private const int FewestTimes = 3;

    /// <summary>Folds what repeats: an endless recursion becomes one entry.</summary>
    public static IReadOnlyList<StackEntry> Fold(IReadOnlyList<CrashFrame> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var entries = new List<StackEntry>();
        var plain = new List<CrashFrame>();
        int at = 0;
        while (at < frames.Count)
        {
            (int period, int times) = RepetitionAt(frames, at);
            if (times < FewestTimes)
            {
                plain.Add(frames[at++]);
                continue;
            }

            Flush();
            entries.Add(new StackEntry([.. frames.Skip(at).Take(period)], times));
            at += period * times;
        }

        Flush();
        return entries;

        void Flush()
        {
            if (plain.Count > 0)
                entries.Add(new StackEntry([.. plain], 1));
            plain.Clear();
        }
    }

    private static (int Period, int Times) RepetitionAt(IReadOnlyList<CrashFrame> frames, int at)
    {
        (int Period, int Times) best = (1, 1);
        for (int period = 1; period <= LargestPeriod; period++)
        {
            int end = at + period;
            while (end < frames.Count && IsSamePlace(frames[end], frames[end - period]))
                end++;
            int times = (end - at) / period;
            if (times >= FewestTimes && times * period > best.Times * best.Period)
                best = (period, times);
        }

        return best;
    }

    private static bool IsSamePlace(CrashFrame first, CrashFrame second) => first.Address == second.Address && first.Origin == second.Origin;
}
