using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The class library by its values: the suite's transcript on the bare machine is the one of the same program on Linux.</summary>
public sealed class ClassLibraryTests(ClassLibraryRuns runs) : IClassFixture<ClassLibraryRuns>
{
    private const int LeastChecks = 300;
    private const int LeastChecksOfAnArea = 15;
    private const int MostDifferencesShown = 20;

    private static readonly string[] Areas =
    [
        "collections", "vectors", "strings", "numerics", "regex", "json", "linq", "async",
        "timers", "threads", "pool", "exceptions", "finalizers", "gc", "files", "reflection",
    ];

    [Fact]
    public void GuestSaysWhatLinuxSays()
    {
        Assert.Equal("", Differences("Linux", runs.Linux.Transcript, "guest", runs.Guest.Transcript));
        Assert.Equal((0, GuestRun.Success), (runs.Linux.Status, runs.Guest.Status));
    }

    [Fact]
    public void TranscriptIsTheOneThatWasRead() => Golden.Match("metal/class-library", runs.Linux.Transcript);

    [Fact]
    public void EachAreaHasItsChecks()
    {
        var lines = runs.Guest.Transcript.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var counts = lines.Where(line => !line.StartsWith("count ", StringComparison.Ordinal) && line.Contains('/'))
            .GroupBy(line => line[..line.IndexOf('/')], (area, group) => (Area: area, Checks: group.Count()))
            .Where(entry => Areas.Contains(entry.Area))
            .ToList();
        Assert.Equal(Areas, counts.Select(entry => entry.Area));
        Assert.All(counts, entry => Assert.True(entry.Checks >= LeastChecksOfAnArea, $"{entry.Area} has {entry.Checks} checks"));
        int all = counts.Sum(entry => entry.Checks);
        Assert.True(all >= LeastChecks, $"{all} checks");
        string[] expected = [.. counts.Select(entry => $"count {entry.Area}: {entry.Checks}"), $"checks: {all} in {Areas.Length} areas, 0 threw"];
        Assert.Equal(expected, lines[^expected.Length..]);
    }

    [Fact]
    public void OneAreaRunsAlone()
    {
        var (status, transcript) = ClassLibraryRuns.InGuest("area=regex");
        string whole = runs.Linux.Transcript;
        string[] expected = [.. whole.Split('\n').Where(line => line.StartsWith("regex/", StringComparison.Ordinal) || line.StartsWith("count regex", StringComparison.Ordinal))];
        Assert.Equal([.. expected, $"checks: {expected.Length - 1} in 1 areas, 0 threw"], transcript.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(GuestRun.Success, status);
    }

    [Fact]
    public void ACheckThatThrowsOrHangsIsNamed()
    {
        const string Expected = """
            faulty/throws: threw System.InvalidOperationException: on purpose
            faulty/throws later: threw System.TimeoutException: on purpose too
            faulty/goes on after that: 1, two, null, [3, 4], five\u000a\u00e9
            faulty/hangs: HUNG, not ended within 3000 ms

            """;
        Assert.Equal((3, Expected), ClassLibraryRuns.OnLinux("area=faulty", "limit=3000"));
        Assert.Equal((GuestRun.StatusOf(0x20 + 3), Expected), ClassLibraryRuns.InGuest("area=faulty limit=3000"));
    }

    [Theory]
    [InlineData("area=nothing")]
    [InlineData("limit=soon")]
    [InlineData("everything")]
    public void AWordThatIsNotUnderstoodIsRefused(string word)
    {
        var (status, transcript) = ClassLibraryRuns.OnLinux(word);
        Assert.Equal(2, status);
        Assert.Contains(word[(word.IndexOf('=') + 1)..], transcript, StringComparison.Ordinal);
        Assert.EndsWith("usage: classlibrary [area=NAME] [limit=MILLISECONDS]\n", transcript, StringComparison.Ordinal);
    }

    /// <summary>The checks that differ, one with both values per line; empty when there are none.</summary>
    private static string Differences(string leftName, string left, string rightName, string right)
    {
        var leftLines = Lines(left);
        var rightLines = Lines(right);
        List<string> differences =
        [
            .. leftLines.Keys.Union(rightLines.Keys)
                .Where(name => leftLines.GetValueOrDefault(name) != rightLines.GetValueOrDefault(name))
                .Select(name => $"{name}\n  {leftName,-6} {leftLines.GetValueOrDefault(name, "(no such line)")}\n  {rightName,-6} {rightLines.GetValueOrDefault(name, "(no such line)")}"),
        ];
        if (differences.Count == 0 && left != right)
            return "the same lines in another order";
        return string.Join('\n', differences.Count > MostDifferencesShown ? [.. differences[..MostDifferencesShown], $"and {differences.Count - MostDifferencesShown} more"] : differences);
    }

    private static Dictionary<string, string> Lines(string transcript)
    {
        var lines = new Dictionary<string, string>();
        foreach (string line in transcript.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            lines[colon < 0 ? line : line[..colon]] = colon < 0 ? "" : line[(colon + 2)..];
        }

        return lines;
    }
}
