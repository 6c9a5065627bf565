using System.Text.Json;
using System.Text.Json.Nodes;

namespace DSoftBus.Qemu.Harness;

/// <summary>The <c>summary.json</c> of a run's folder. Its presence says that the run is finished, so it is written last.</summary>
public static class SummaryFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(RunFolder run, JsonObject summary) =>
        File.WriteAllText(run.PathOf(RunFolder.SummaryName), summary.ToJsonString(Indented) + "\n");

    /// <summary>Whether the run in a folder succeeded; false for anything unreadable.</summary>
    public static bool IsSuccess(string folder)
    {
        try
        {
            JsonNode? summary = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, RunFolder.SummaryName)));
            return (string?)summary?["result"] == "success";
        }
        catch (Exception problem) when (problem is IOException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The object <c>classification</c>; all its values are null for a success.</summary>
    public static JsonObject Classification(HarnessFailure? failure) => new()
    {
        ["errorCode"] = failure?.Code.Name,
        ["phase"] = failure?.Phase,
        ["node"] = failure?.Node,
        ["subsystem"] = failure?.Subsystem,
        ["message"] = failure?.Message,
        ["missingMarker"] = failure?.MissingMarker,
        ["hint"] = failure?.Hint,
        ["confidence"] = failure?.Confidence,
    };
}
