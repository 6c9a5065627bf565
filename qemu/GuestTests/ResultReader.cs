using System.Globalization;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.GuestTests;

/// <summary>Reads one guest's serial line into results. Total: any lines in any order give a report, and whatever is wrong with them is a failure in it.</summary>
/// <param name="shard">Which part of the tests the guest was asked to run, from 1.</param>
/// <param name="shards">Of how many.</param>
public sealed class ResultReader(int shard, int shards)
{
    /// <summary>Other lines that are kept for each test.</summary>
    public const int MostOutputLines = 100;

    /// <summary>More tests than any guest has: a damaged number must not cost memory.</summary>
    private const int MostTests = 100_000;

    private const int MostProblems = 20;

    // A year: beyond any run, and within TimeSpan.
    private const double LongestSeconds = 366 * 24 * 3600;
    private const string Version = "1";

    private readonly List<LeftOutTest> _leftOut = [];
    private readonly List<string> _problems = [];
    private PlannedTest[]? _tests;
    private PlannedTest? _running;
    private int _next;
    private bool _ended;

    /// <summary>Tests that the guest has announced; 0 before its first frame.</summary>
    public int Total => _tests?.Length ?? 0;

    /// <summary>Called with each result as it comes.</summary>
    public Action<GuestTestResult> OnResult { get; init; } = static _ => { };

    /// <summary>Takes the lines of the serial port in order.</summary>
    public void Append(string line)
    {
        var error = ResultFrame.TryParse(line, out int sequence, out string[] fields, out string before);
        if (before.Length > 0)
            _running?.AddOutput(before);
        if (error is FrameError.NoFrame)
            return;
        if (error is not FrameError.None)
        {
            Complain($"a {(error is FrameError.Torn ? "torn" : "damaged")} frame: '{line}'");
            return;
        }

        if (sequence < _next)
        {
            Complain($"frame {sequence} came again: '{line}'");
            return;
        }

        if (sequence > _next)
            Complain($"{sequence - _next} frames are missing before frame {sequence}");
        _next = sequence + 1;
        if (_ended || !Take(fields))
            Complain($"frame {sequence} makes no sense here: '{line}'");
    }

    /// <summary>The guest has ended and every line was appended.</summary>
    /// <param name="exit">How.</param>
    /// <param name="crash">The crash report of the serial line with names, or the last lines when there is none.</param>
    public ShardReport Complete(GuestExit exit, string crash)
    {
        var tests = _tests ?? [];
        var hung = tests.FirstOrDefault(test => test.Outcome is GuestTestOutcome.Hung);
        if (_running is { Outcome: GuestTestOutcome.NoResult } dead)
            dead.End(GuestTestOutcome.NoResult, default, $"no result: the guest ended in this test: {exit}", crash);
        foreach (var test in tests.Where(test => test is { Outcome: GuestTestOutcome.NoResult, Message: "" }))
        {
            string cause = hung is not null ? $"the run ended at {hung.ToResult().Name}, which hung"
                : _running?.Outcome is GuestTestOutcome.NoResult ? $"the guest ended in {_running.ToResult().Name}"
                : $"the guest ended: {exit}";
            test.End(GuestTestOutcome.NoResult, default, $"no result: {cause}");
        }

        if (_tests is null)
            Complain($"the guest announced no tests and ended: {exit}");
        else if (!_ended && hung is null && _running?.Outcome is not GuestTestOutcome.NoResult)
            Complain($"there is no end frame; the guest ended: {exit}");
        if (_ended && exit.IsSuccess != tests.All(test => test.Outcome is GuestTestOutcome.Passed))
            Complain($"the guest's exit contradicts its results: {exit}");
        var results = tests.Select(test => test.ToResult()).ToList();
        if (_problems.Count > 0)
            results.Add(new GuestTestResult($"guest {shard} of {shards}", GuestTestOutcome.Failed, default, string.Join('\n', _problems), _ended ? "" : crash, ""));
        return new ShardReport(shard, exit, results, _leftOut);
    }

    private bool Take(string[] fields) => fields switch
    {
        ["start", Version, var total, var number, var count] => Start(total, number, count),
        ["left", var kind, var name, var reason] => Leave(new LeftOutTest(kind, name, reason)),
        ["plan", var index, var name] when Find(index) is { Name: null } test => Plan(test, name),
        ["begin", var index] when Find(index) is { } test => Begin(test),
        ["pass", var index, var time] when Duration(time, 1e9) is { } spent => End(index, GuestTestOutcome.Passed, spent, "", ""),
        ["fail", var index, var time, var type, var message, var stack] when Duration(time, 1e9) is { } spent
            => End(index, GuestTestOutcome.Failed, spent, $"{type}: {message}", stack),
        ["hang", var index, var limit] when Duration(limit, 1e3) is { } spent
            => End(index, GuestTestOutcome.Hung, spent, string.Create(CultureInfo.InvariantCulture, $"hung: it did not end within {spent.TotalSeconds} s"), ""),
        ["end", var passed, var failed, _] => Finish(passed, failed),
        _ => false,
    };

    private bool Start(string total, string number, string count)
    {
        if (_tests is not null || !ResultFrame.TryNumber(total, out int tests) || tests > MostTests
            || number != shard.ToString(CultureInfo.InvariantCulture) || count != shards.ToString(CultureInfo.InvariantCulture))
            return false;
        _tests = [.. Enumerable.Range(0, tests).Select(index => new PlannedTest(index))];
        return true;
    }

    private bool Leave(LeftOutTest test)
    {
        if (_leftOut.Count < MostTests)
            _leftOut.Add(test);
        return true;
    }

    private static bool Plan(PlannedTest test, string name)
    {
        test.Name = name;
        return true;
    }

    private bool Begin(PlannedTest test)
    {
        if (test.Outcome is not GuestTestOutcome.NoResult)
            return false;
        _running = test;
        return true;
    }

    private bool End(string index, GuestTestOutcome outcome, TimeSpan spent, string message, string stack)
    {
        if (Find(index) is not { Outcome: GuestTestOutcome.NoResult } test)
            return false;
        test.End(outcome, spent, message, stack);
        OnResult(test.ToResult());
        return true;
    }

    private bool Finish(string passed, string failed)
    {
        _ended = true;
        var tests = _tests ?? [];
        int good = tests.Count(test => test.Outcome is GuestTestOutcome.Passed);
        return ResultFrame.TryNumber(passed, out int told) && told == good && ResultFrame.TryNumber(failed, out int bad) && bad == tests.Length - good;
    }

    private PlannedTest? Find(string index)
        => ResultFrame.TryNumber(index, out int number) && _tests is { } tests && number < tests.Length ? tests[number] : null;

    private static TimeSpan? Duration(string text, double perSecond)
        => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong units) && units / perSecond < LongestSeconds ? TimeSpan.FromSeconds(units / perSecond) : null;

    private void Complain(string problem)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(problem);
    }
}
