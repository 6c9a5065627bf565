using System.Globalization;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.Soak;

/// <summary>Writes <c>summary.json</c> and <c>summary.txt</c> of a soak.</summary>
public static class SoakReport
{
    public static void Write(SoakOutcome outcome)
    {
        File.WriteAllText(outcome.Run.PathOf("summary.txt"), Text(outcome));
        SummaryFile.Write(outcome.Run, Json(outcome));
    }

    /// <summary>All keys are always there; what was not measured is null.</summary>
    public static JsonObject Json(SoakOutcome outcome) => new()
    {
        ["runId"] = outcome.Run.Id,
        ["result"] = outcome.IsSuccess ? "success" : "failed",
        ["classification"] = SummaryFile.Classification(outcome.Failure),
        ["seconds"] = (int)outcome.Options.Duration.TotalSeconds,
        ["memoryMiB"] = outcome.Options.MemoryMebibytes,
        ["checksHeld"] = outcome.Log.Held,
        ["checksFailed"] = new JsonArray([.. outcome.Log.Failed.Select(line => JsonValue.Create(line))]),
        ["pausesMs"] = outcome.Log.Pauses is { } pauses
            ? new JsonObject { ["collections"] = pauses.Collections, ["median"] = pauses.Median, ["p99"] = pauses.Percentile99, ["maximum"] = pauses.Maximum }
            : null,
        ["frames"] = new JsonObject { ["guestPingsAnswered"] = outcome.Answered, ["hostPingsAnswered"] = outcome.Answers },
        ["idle"] = new JsonObject { ["hostCoreShare"] = outcome.IdleShare, ["timerInterrupts"] = outcome.Log.IdleInterrupts },
    };

    /// <summary>The summary for people.</summary>
    public static string Text(SoakOutcome outcome)
    {
        var text = new SummaryText();
        text.Line($"soak {outcome.Run.Id}: {(outcome.IsSuccess ? "success" : "FAILED")}");
        text.Failure(outcome.Failure);
        foreach (string line in Lines(outcome))
            text.Line($"{line}");
        return text.ToString();
    }

    /// <summary>What was measured, one line each.</summary>
    public static IEnumerable<string> Lines(SoakOutcome outcome)
    {
        yield return $"checks    {outcome.Log.Held} held, {outcome.Log.Failed.Count} failed";
        yield return $"frames    {outcome.Answered} pings of the guest answered, {outcome.Answers} of ours";
        if (outcome.Log.Pauses is { } pauses)
            yield return Invariant($"pauses    {pauses.Collections} collections: median {pauses.Median:F2} ms, p99 {pauses.Percentile99:F2} ms, maximum {pauses.Maximum:F2} ms");
        if (outcome.IdleShare is { } share)
            yield return Invariant($"idle      {share * 100:F1} % of a host core, {outcome.Log.IdleInterrupts} timer interrupts");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
