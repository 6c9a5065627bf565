using System.Globalization;

namespace DSoftBus.Qemu.GuestTests;

/// <summary>What a person sees of a run: a line per hundred tests, each failure at once, and the end.</summary>
internal sealed class GuestTestsProgress(TextWriter output)
{
    private const int Step = 100;

    /// <summary>After a guest's death all the rest has no result; so many of those are enough.</summary>
    private const int MostUnheard = 5;

    private readonly Lock _gate = new();
    private int _seen;

    public void Add(GuestTestResult result)
    {
        lock (_gate)
        {
            if (++_seen % Step == 0)
                output.WriteLine($"guest: {_seen} tests have run");
            if (!result.IsPassed)
                Show(output, result);
        }
    }

    public static void Conclude(TextWriter output, GuestTestsReport report, GuestTestsOptions options)
    {
        var unheard = report.Results.Where(result => result.Outcome is GuestTestOutcome.NoResult).OrderByDescending(result => result.Stack.Length).ToList();
        foreach (var result in unheard.Take(MostUnheard).Concat(report.Results.Where(result => result is { Outcome: GuestTestOutcome.Failed } && result.Name.StartsWith("guest ", StringComparison.Ordinal))))
            Show(output, result);
        if (unheard.Count > MostUnheard)
            output.WriteLine($"guest: {unheard.Count - MostUnheard} more have no result");
        foreach (var kind in report.LeftOut.GroupBy(test => test.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
            output.WriteLine($"guest: {kind.Count()} run on the host only ({kind.Key}): {string.Join(", ", kind.Select(test => $"{ShortName(test.Name)} {test.Reason}").Take(3))}{(kind.Count() > 3 ? ", ..." : "")}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"guest: {report.Passed} passed, {report.Failed} failed in {report.Duration.TotalSeconds:F1} s; serial lines in {options.Folder}"));
    }

    private static void Show(TextWriter output, GuestTestResult result)
    {
        output.WriteLine($"guest: FAILED {result.Name}");
        foreach (string line in $"{result.Message}\n{result.Stack}".Split('\n', StringSplitOptions.RemoveEmptyEntries))
            output.WriteLine($"    {line.TrimEnd()}");
    }

    private static string ShortName(string name) => string.Join('.', name.Split('.').TakeLast(2));
}
