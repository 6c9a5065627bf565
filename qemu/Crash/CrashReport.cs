using System.Globalization;

namespace DSoftBus.Qemu.Crash;

/// <summary>A report on the serial line: of the shim, when the program or the shim itself died, or of init, when a task failed.</summary>
public sealed class CrashReport
{
    /// <summary>Trace entries that are kept at most.</summary>
    public const int LargestTrace = 256;

    private const string ProgramCrash = "PROGRAM CRASH: ";
    private const string ShimPanic = "SHIM PANIC: ";
    private const string SignalPrefix = "signal ";
    private const string ExitPrefix = "exit ";
    private const string ThreadPrefix = "thread ";
    private const string ShimPrefix = "shim ";
    private const string TaskPrefix = "task: ";
    private const string TracePrefix = "trace: ";
    private const string LastLine = "end of report";
    private const string FailurePrefix = "init: task ";
    private const string FailureVerb = " failed (";
    private const string InitTracePrefix = "init: trace ";
    private const string AddressesPrefix = "init: addresses ";

    private readonly List<CrashContext> _contexts = [];
    private readonly List<string> _trace = [];

    private CrashReport(CrashReportKind kind, string cause)
    {
        Kind = kind;
        Cause = cause;
        if (kind == CrashReportKind.ProgramCrash)
        {
            Signal = NumberAfter(SignalPrefix, cause);
            ExitCode = NumberAfter(ExitPrefix, cause);
        }
    }

    public CrashReportKind Kind { get; }

    /// <summary>The reporter's words.</summary>
    public string Cause { get; }

    /// <summary>The signal that ended the program.</summary>
    public int? Signal { get; }

    /// <summary>The exit code that the program asked for.</summary>
    public int? ExitCode { get; }

    /// <summary>The task that ran, and on which thread, or the task that failed.</summary>
    public string? Task { get; private set; }

    /// <summary>The task's last trace entries, oldest first.</summary>
    public IReadOnlyList<string> Trace => _trace;

    /// <summary>The stacks, the nearest to the defect first.</summary>
    public IReadOnlyList<CrashContext> Contexts => _contexts;

    /// <summary>Whether its last line is there.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Every report in a log, in order. Other text between the lines is passed over.</summary>
    public static IReadOnlyList<CrashReport> FindAll(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var reports = new List<CrashReport>();
        foreach (string raw in lines)
        {
            string line = raw.Trim();
            if (Begin(line) is { } begun)
                reports.Add(begun);
            else if (reports.Count > 0 && !reports[^1].IsComplete)
                reports[^1].Read(line);
        }

        return reports;
    }

    private static CrashReport? Begin(string line)
    {
        int at = line.IndexOf(ProgramCrash, StringComparison.Ordinal);
        if (at >= 0)
            return new CrashReport(CrashReportKind.ProgramCrash, line[(at + ProgramCrash.Length)..]);
        at = line.IndexOf(ShimPanic, StringComparison.Ordinal);
        if (at >= 0)
            return new CrashReport(CrashReportKind.ShimPanic, line[(at + ShimPanic.Length)..]);
        int verb = line.IndexOf(FailureVerb, StringComparison.Ordinal);
        if (!line.StartsWith(FailurePrefix, StringComparison.Ordinal) || verb < FailurePrefix.Length)
            return null;
        return new CrashReport(CrashReportKind.TaskFailure, line[(verb + FailureVerb.Length)..].TrimEnd(')')) { Task = line[FailurePrefix.Length..verb] };
    }

    private void Read(string line)
    {
        if (Kind == CrashReportKind.TaskFailure)
            ReadOfTask(line);
        else if (line == LastLine)
            IsComplete = true;
        else if (line.StartsWith(TaskPrefix, StringComparison.Ordinal))
            Task ??= line[TaskPrefix.Length..];
        else if (line.StartsWith(TracePrefix, StringComparison.Ordinal))
            AddTrace(line[TracePrefix.Length..]);
        else
            ReadOfContext(line);
    }

    private void ReadOfContext(string line)
    {
        if (line.StartsWith(ShimPrefix, StringComparison.Ordinal))
            _contexts.Add(new CrashContext("shim"));
        else if (line.StartsWith(ThreadPrefix, StringComparison.Ordinal))
            _contexts.Add(new CrashContext(string.Join(' ', line.Split(' ').Take(2))));
        if (_contexts.Count > 0)
            _contexts[^1].Read(line);
    }

    private void ReadOfTask(string line)
    {
        if (line.StartsWith($"{InitTracePrefix}{Task} ", StringComparison.Ordinal))
        {
            AddTrace(line[(InitTracePrefix.Length + Task!.Length + 1)..]);
        }
        else if (line.StartsWith($"{AddressesPrefix}{Task} ", StringComparison.Ordinal))
        {
            var context = new CrashContext($"task {Task}");
            context.ReadAddresses(line[(AddressesPrefix.Length + Task!.Length + 1)..]);
            _contexts.Add(context);
            IsComplete = true;
        }
    }

    private void AddTrace(string entry)
    {
        if (_trace.Count < LargestTrace)
            _trace.Add(entry);
    }

    private static int? NumberAfter(string prefix, string text) =>
        text.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(text[prefix.Length..].Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
