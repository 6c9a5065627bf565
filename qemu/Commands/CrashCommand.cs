using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Crash;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus crash</c>: a crash report of the serial line with C# names, files and lines.</summary>
internal static class CrashCommand
{
    /// <summary>The log holds no report.</summary>
    private const int NoReportStatus = 1;

    public static Command Create()
    {
        var log = new Argument<string>("UART-LOG") { Description = "What the guest wrote to its serial line." };
        var symbols = new Option<string>("--symbols") { Description = "The symbols of the same build.", DefaultValueFactory = _ => Checkout.Symbols };
        Option<bool> json = GuestRunOptions.JsonOption();
        var command = new Command("crash", "Names the methods, files and lines of a crash report and decodes the instruction at fault.") { log, symbols, json };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(log),
            parsed.GetRequiredValue(symbols),
            parsed.GetValue(json),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string log, string symbols, bool json, TextWriter output, TextWriter error)
    {
        foreach (string file in new[] { log, symbols })
        {
            if (File.Exists(file))
                continue;
            error.WriteLine($"error: there is no file {file}.");
            return Program.UsageStatus;
        }

        if (CrashReport.Find(File.ReadLines(log)) is not { } report)
        {
            error.WriteLine($"error: {log} holds no crash report.");
            return NoReportStatus;
        }

        ElfError damage = SymbolFile.TryRead(File.ReadAllBytes(symbols), out SymbolFile? names);
        if (names is null)
        {
            error.WriteLine($"error: {symbols}: {damage}.");
            return Program.UsageStatus;
        }

        if (names.LineError != DwarfError.None)
            error.WriteLine($"warning: {symbols}: the line table is incomplete ({names.LineError}).");
        CrashAnalysis analysis = CrashAnalysis.Of(report, names);
        if (json)
            output.WriteLine(Json(analysis).ToJsonString());
        else
            Write(analysis, output);
        return 0;
    }

    internal static void Write(CrashAnalysis analysis, TextWriter output)
    {
        output.WriteLine($"{(analysis.Report.IsPanic ? "shim panic" : "program crash")}: {analysis.Report.Cause}");
        if (analysis.Fault is { } fault)
        {
            output.WriteLine($"  in  {Text(fault)}");
            output.WriteLine($"      {analysis.Instruction ?? "(not code of the image)"}{(analysis.PreviousInstruction is { } call ? $"  (after {call})" : "")}");
        }

        foreach (CrashFrame frame in analysis.Stack)
            output.WriteLine($"  {(frame.AfterCall ? "at " : "?  ")} {Text(frame)}");
        foreach (string[] row in analysis.Report.Registers.Select(register => $"{register.Key}={register.Value:x16}").Chunk(4))
            output.WriteLine("  " + string.Join(' ', row));
    }

    private static string Text(CrashFrame frame)
    {
        string place = frame.Source is { } source ? $"  {source.File}:{source.Line}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{frame.Address:x16} {frame.Method ?? "?"}{(frame.Method is null ? "" : $" + 0x{frame.Offset:x}")}{place}");
    }

    private static JsonObject Json(CrashAnalysis analysis) => new()
    {
        ["panic"] = analysis.Report.IsPanic,
        ["signal"] = analysis.Report.Signal,
        ["cause"] = analysis.Report.Cause,
        ["fault"] = analysis.Fault is { } fault ? Json(fault) : null,
        ["instruction"] = analysis.Instruction,
        ["after"] = analysis.PreviousInstruction,
        ["stack"] = new JsonArray([.. analysis.Stack.Select(Json)]),
        ["registers"] = new JsonObject(analysis.Report.Registers.Select(register => KeyValuePair.Create(register.Key, (JsonNode?)register.Value.ToString("x16", CultureInfo.InvariantCulture)))),
    };

    private static JsonObject Json(CrashFrame frame) => new()
    {
        ["address"] = frame.Address.ToString("x16", CultureInfo.InvariantCulture),
        ["method"] = frame.Method,
        ["offset"] = frame.Method is null ? null : frame.Offset,
        ["file"] = frame.Source?.File,
        ["line"] = frame.Source?.Line,
        ["afterCall"] = frame.AfterCall,
    };
}
