using System.CommandLine;
using DSoftBus.Qemu.Crash;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus crash</c>: the crash reports of a serial line with C# names, files and lines.</summary>
internal static class CrashCommand
{
    /// <summary>The log holds no report.</summary>
    private const int NoReportStatus = 1;

    public static Command Create()
    {
        var log = new Argument<string>("UART-LOG") { Description = "What the guest wrote to its serial line." };
        var symbols = new Option<string>("--symbols") { Description = "The symbols of the same build.", DefaultValueFactory = _ => Checkout.Symbols };
        Option<bool> json = GuestRunOptions.JsonOption();
        var command = new Command("crash", "Turns crash reports into C# stacks with files and lines, and decodes the instruction at fault.") { log, symbols, json };
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

        IReadOnlyList<CrashReport> reports = CrashReport.FindAll(File.ReadLines(log));
        if (reports.Count == 0)
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
        if (names.FrameError != CallFrameError.None)
            error.WriteLine($"warning: {symbols}: the call-frame information is incomplete ({names.FrameError}); what it lacks is searched for.");
        CrashAnalysis[] analyses = [.. reports.Select(report => CrashAnalysis.Of(report, names))];
        if (json)
        {
            output.WriteLine(CrashJson.Of(analyses).ToJsonString());
            return 0;
        }

        foreach (CrashAnalysis analysis in analyses)
            CrashView.Write(analysis, output);
        return 0;
    }
}
