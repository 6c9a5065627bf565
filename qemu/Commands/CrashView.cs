using System.Globalization;
using DSoftBus.Qemu.Crash;

namespace DSoftBus.Qemu.Commands;

/// <summary>A report as text.</summary>
internal static class CrashView
{
    public static void Write(CrashAnalysis analysis, TextWriter output)
    {
        CrashReport report = analysis.Report;
        output.WriteLine($"{Title(report.Kind)}: {report.Cause}");
        if (report.Task is { } task)
            output.WriteLine($"  task {task}");
        foreach (string entry in report.Trace)
            output.WriteLine($"    {entry}");
        foreach (CrashStack stack in analysis.Stacks)
            Write(stack, output);
        if (analysis.Stacks.Any(stack => stack.Entries.Any(entry => entry.Frames.Any(frame => frame.Origin is FrameOrigin.Scanned or FrameOrigin.Chained))))
            output.WriteLine("  ?  found on the stack by search, may be old;  ~  unwound from such a frame");
        if (!report.IsComplete)
            output.WriteLine("  the report is incomplete: its last line is missing");
    }

    private static void Write(CrashStack stack, TextWriter output)
    {
        output.WriteLine($"  {stack.Name}{(stack.Cause is { } cause ? $": {cause}" : "")}");
        if (stack.Pointer is { } pointer)
        {
            output.WriteLine($"    in {Text(pointer)}");
            if (stack.Instruction is not null || pointer.Origin == FrameOrigin.Pointer)
                output.WriteLine($"       {stack.Instruction ?? "(not code of the image)"}{(stack.PreviousInstruction is { } call ? $"  (after {call})" : "")}");
        }

        foreach (StackEntry entry in stack.Entries)
        {
            foreach (CrashFrame frame in entry.Frames)
                output.WriteLine($"    {Mark(frame.Origin)} {Text(frame)}");
            if (entry.Times > 1)
                output.WriteLine($"       ... {(entry.Frames.Count > 1 ? $"these {entry.Frames.Count} " : "")}repeated {entry.Times} times");
        }

        foreach (string[] row in stack.Registers.Select(register => $"{register.Key}={register.Value:x16}").Chunk(4))
            output.WriteLine("    " + string.Join(' ', row));
    }

    private static string Title(CrashReportKind kind) => kind switch
    {
        CrashReportKind.ProgramCrash => "program crash",
        CrashReportKind.ShimPanic => "shim panic",
        _ => "task failure",
    };

    private static string Mark(FrameOrigin origin) => origin switch
    {
        FrameOrigin.Scanned => "? ",
        FrameOrigin.Chained => "~ ",
        _ => "at",
    };

    private static string Text(CrashFrame frame)
    {
        string place = frame.Source is { } source ? $"  {source.File}:{source.Line}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{frame.Address:x16} {frame.Method ?? "?"}{(frame.Method is null ? "" : $" + 0x{frame.Offset:x}")}{place}");
    }
}
