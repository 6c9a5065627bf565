using System.Globalization;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Crash;

namespace DSoftBus.Qemu.Commands;

/// <summary>Reports as JSON: an array, oldest first. Addresses are texts of 16 hexadecimal digits.</summary>
internal static class CrashJson
{
    public static JsonArray Of(IEnumerable<CrashAnalysis> analyses) => new([.. analyses.Select(Of)]);

    private static JsonObject Of(CrashAnalysis analysis) => new()
    {
        ["kind"] = analysis.Report.Kind.ToString(),
        ["cause"] = analysis.Report.Cause,
        ["signal"] = analysis.Report.Signal,
        ["exitCode"] = analysis.Report.ExitCode,
        ["complete"] = analysis.Report.IsComplete,
        ["task"] = analysis.Report.Task,
        ["trace"] = new JsonArray([.. analysis.Report.Trace.Select(entry => JsonValue.Create(entry))]),
        ["stacks"] = new JsonArray([.. analysis.Stacks.Select(Of)]),
    };

    private static JsonObject Of(CrashStack stack) => new()
    {
        ["name"] = stack.Name,
        ["cause"] = stack.Cause,
        ["pointer"] = stack.Pointer is { } pointer ? Of(pointer) : null,
        ["instruction"] = stack.Instruction,
        ["after"] = stack.PreviousInstruction,
        ["entries"] = new JsonArray([.. stack.Entries.Select(Of)]),
        ["registers"] = new JsonObject(stack.Registers.Select(register => KeyValuePair.Create(register.Key, (JsonNode?)Hexadecimal(register.Value)))),
    };

    private static JsonObject Of(StackEntry entry) => new()
    {
        ["times"] = entry.Times,
        ["frames"] = new JsonArray([.. entry.Frames.Select(Of)]),
    };

    private static JsonObject Of(CrashFrame frame) => new()
    {
        ["address"] = Hexadecimal(frame.Address),
        ["method"] = frame.Method,
        ["offset"] = frame.Method is null ? null : frame.Offset,
        ["file"] = frame.Source?.File,
        ["line"] = frame.Source?.Line,
        ["found"] = frame.Origin.ToString(),
    };

    private static string Hexadecimal(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);
}
