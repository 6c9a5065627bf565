using System.Diagnostics;

namespace DSoftBus.Qemu.Refusal;

/// <summary>A test of the tests: without each single call of the shim some suite turns red, and with all calls every suite is green.</summary>
public sealed class RefusalRun(RefusalBoot boot, IReadOnlyList<RefusalSuite> suites)
{
    /// <summary>Runs all suites with all calls, then for each call the suites up to the first red.</summary>
    /// <param name="calls">Numbers to refuse.</param>
    /// <param name="onRow">Told of each row as soon as it is known.</param>
    /// <param name="cancel">Ends the guest that runs.</param>
    public async Task<List<RefusalRow>> ExecuteAsync(IEnumerable<ulong> calls, Action<RefusalRow> onRow, CancellationToken cancel)
    {
        var rows = new List<RefusalRow>();
        void Add(RefusalRow row)
        {
            rows.Add(row);
            onRow(row);
        }

        var transcripts = new Dictionary<RefusalSuite, IReadOnlyList<string>>();
        foreach (RefusalSuite suite in suites)
        {
            long start = Stopwatch.GetTimestamp();
            RefusalVerdict verdict = await boot.RunAsync(suite, null, null, cancel);
            if (suite.IsRepeatable)
                transcripts[suite] = verdict.Lines;
            Add(new RefusalRow(null, suite.Name, verdict.Red, Stopwatch.GetElapsedTime(start)));
        }

        // A red without any refusal would make every row below look right.
        if (rows.Any(row => !row.Holds))
            return rows;
        foreach (ulong call in calls)
            Add(await RefuseAsync(call, transcripts, cancel));
        return rows;
    }

    private async Task<RefusalRow> RefuseAsync(ulong call, Dictionary<RefusalSuite, IReadOnlyList<string>> transcripts, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (RefusalSuite suite in suites)
        {
            RefusalVerdict verdict = await boot.RunAsync(suite, call, transcripts.GetValueOrDefault(suite), cancel);
            if (!verdict.IsGreen)
                return new RefusalRow(call, suite.Name, verdict.Red, Stopwatch.GetElapsedTime(start));
        }

        return new RefusalRow(call, "", null, Stopwatch.GetElapsedTime(start));
    }
}
