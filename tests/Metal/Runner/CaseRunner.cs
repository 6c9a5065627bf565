using System.Diagnostics;

namespace DSoftBus.Tests.Metal.Runner;

/// <summary>Runs the cases one after the other and tells each outcome by a frame.</summary>
/// <param name="frames">Where the outcomes go.</param>
/// <param name="words">Which cases, and how long each may take.</param>
/// <param name="onHang">Ends the program; called on another thread after the hang was told.</param>
public sealed class CaseRunner(FrameWriter frames, RunWords words, Action onHang)
{
    /// <returns>Whether every case passed.</returns>
    public bool Run(TestList list)
    {
        var cases = list.Cases
            .Where(test => test.Name.Contains(words.Filter, StringComparison.OrdinalIgnoreCase))
            .Where((_, place) => words.Shard.Holds(place))
            .ToList();
        frames.Start(cases.Count, words.Shard);
        foreach (var test in list.LeftOut)
            frames.Left(test);
        for (int i = 0; i < cases.Count; i++)
            frames.Plan(i, cases[i].Name);

        using var watch = new HangWatch(words.Limit, index =>
        {
            frames.Hang(index, words.Limit);
            onHang();
        });
        watch.Start();
        long start = Stopwatch.GetTimestamp();
        int passed = 0;
        for (int i = 0; i < cases.Count; i++)
        {
            frames.Begin(i);
            watch.Begin(i);
            long begin = Stopwatch.GetTimestamp();
            var failure = FailureOf(cases[i]);
            var duration = Stopwatch.GetElapsedTime(begin);
            watch.End();
            if (failure is null)
            {
                passed++;
                frames.Pass(i, duration);
            }
            else
            {
                frames.Fail(i, duration, failure);
            }
        }

        frames.End(passed, cases.Count - passed, Stopwatch.GetElapsedTime(start));
        return passed == cases.Count;
    }

    private static Exception? FailureOf(TestCase test)
    {
        try
        {
            test.Body().AsTask().GetAwaiter().GetResult();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }
}
