using System.Text.Json.Nodes;
using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.SingleVm;

/// <summary>Writes <c>summary.json</c> and <c>summary.txt</c> of a single-VM run.</summary>
public static class SingleVmReport
{
    public static void Write(SingleVmOutcome outcome)
    {
        File.WriteAllText(outcome.Run.PathOf("summary.txt"), Text(outcome));
        SummaryFile.Write(outcome.Run, Json(outcome));
    }

    /// <summary>The summary as JSON.</summary>
    public static JsonObject Json(SingleVmOutcome outcome) => new()
    {
        ["runId"] = outcome.Run.Id,
        ["result"] = outcome.IsSuccess ? "success" : "failed",
        ["classification"] = SummaryFile.Classification(outcome.Failure),
        ["phaseDurationsMs"] = new JsonObject(outcome.Phases.Durations.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Milliseconds(p.Value)))),
        ["markers"] = new JsonObject(outcome.Board.Expectations.Select(e => KeyValuePair.Create(e.Key, Marker(outcome.Board.Find(e))))),
        ["qemu"] = new JsonObject
        {
            ["pid"] = outcome.ProcessId,
            ["exit"] = outcome.QemuStatus,
            ["accelerator"] = outcome.Options.Accelerator.ToString().ToLowerInvariant(),
            ["memoryMiB"] = outcome.Options.MemoryMebibytes,
        },
        ["image"] = new JsonObject { ["path"] = outcome.Options.Image, ["sizeBytes"] = outcome.ImageBytes },
        ["testKeys"] = outcome.Options.TestKeys,
        ["paths"] = new JsonObject(new[] { SingleVmRun.UartName, SingleVmRun.HostName, SingleVmRun.CaptureName, "summary.txt", RunFolder.SummaryName }
            .Select(name => KeyValuePair.Create(name, (JsonNode?)outcome.Run.PathOf(name)))),
    };

    /// <summary>The summary for people.</summary>
    public static string Text(SingleVmOutcome outcome)
    {
        var text = new SummaryText();
        text.Line($"single-VM run {outcome.Run.Id}: {(outcome.IsSuccess ? "success" : "FAILED")}");
        text.Failure(outcome.Failure);
        text.Phases(outcome.Phases);
        text.Markers(outcome.Board);
        return text.ToString();
    }

    private static JsonNode? Marker(MarkerSighting? sighting) =>
        sighting is { } seen ? new JsonObject { ["line"] = seen.Line, ["ms"] = Milliseconds(seen.SinceLaunch), ["text"] = seen.Text } : null;

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);
}
