using System.Text.Json.Nodes;
using DSoftBus.Qemu.Bench.Stacks;
using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.Bench;

/// <summary>All numbers as one JSON document: <c>summary.json</c> of the run's folder and <c>latest.json</c>.</summary>
public static class BenchReport
{
    public const string LatestName = "latest.json";

    public static JsonObject Json(BenchOutcome outcome) => new()
    {
        ["runId"] = outcome.Run.Id,
        ["result"] = outcome.Failure is null ? "success" : "failed",
        ["classification"] = SummaryFile.Classification(outcome.Failure),
        ["runs"] = outcome.Options.Runs,
        ["totalDurationMs"] = Math.Round(outcome.Total.TotalMilliseconds),
        ["machine"] = new JsonObject
        {
            ["cores"] = outcome.Machine.Cores,
            ["processor"] = outcome.Machine.Processor,
            ["system"] = outcome.Machine.System,
            ["runtime"] = outcome.Machine.Runtime,
            ["loadAverage"] = outcome.Machine.LoadAverage,
            ["accelerator"] = outcome.Machine.Accelerator.ToString().ToLowerInvariant(),
        },
        ["guestMemoryMebibytes"] = outcome.Options.MemoryMebibytes,
        ["linuxGuest"] = new JsonObject { ["package"] = outcome.Peer.Package, ["problem"] = outcome.Peer.Problem },
        ["network"] = new JsonObject { ["problem"] = outcome.NetworkProblem, ["linuxProblem"] = outcome.NetworkLinuxProblem },
        ["stacks"] = StackTable.Json(outcome.Stacks, outcome.StacksProblem),
        ["comparisons"] = new JsonObject(outcome.Comparisons.Select(comparison => KeyValuePair.Create(comparison.Key, (JsonNode?)Json(comparison)))),
        ["imageBytes"] = outcome.ImageBytes,
        ["figures"] = new JsonObject(outcome.Figures.Select(figure => KeyValuePair.Create(figure.Key, (JsonNode?)Json(figure)))),
        ["smallestMemory"] = outcome.Memory is { } memory ? Json(memory) : null,
    };

    /// <summary>Writes both files; a reader of <c>latest.json</c> never sees half of it.</summary>
    internal static void Write(BenchOutcome outcome)
    {
        SummaryFile.Write(outcome.Run, Json(outcome));
        string latest = Path.Combine(outcome.Options.Folder, LatestName), fresh = $"{latest}.{outcome.Run.Id}";
        File.Copy(outcome.Run.PathOf(RunFolder.SummaryName), fresh);
        File.Move(fresh, latest, overwrite: true);
    }

    /// <param name="comparison">Both sides and the target.</param>
    /// <param name="other">What the other side is called: "linux", "peer".</param>
    /// <param name="name">Its name; null: the Linux guest.</param>
    internal static JsonObject Json(Comparison comparison, string other = "linux", string? name = null) => new()
    {
        ["what"] = comparison.What,
        ["unit"] = comparison.Unit,
        ["ours"] = comparison.Ours is { } ours ? Values(ours) : null,
        [other] = comparison.Linux is { } linux ? Values(linux) : null,
        ["timesBetter"] = comparison.Ratio,
        ["target"] = comparison.Target,
        [$"targetOf{char.ToUpperInvariant(other[0])}{other[1..]}"] = comparison.TargetOfLinux,
        ["verdict"] = comparison.Verdict.ToString(),
        [$"{other}Name"] = name ?? "Linux guest",
    };

    private static JsonObject Json(Figure figure)
    {
        JsonObject values = Values(figure);
        values.Insert(0, "what", figure.What);
        values.Insert(1, "unit", figure.Unit);
        return values;
    }

    private static JsonObject Values(Figure figure) => new()
    {
        ["median"] = figure.Median,
        ["min"] = figure.Minimum,
        ["max"] = figure.Maximum,
        ["values"] = new JsonArray([.. figure.Values.Select(value => (JsonNode)value)]),
    };

    private static JsonObject Json(MemorySearch memory) => new()
    {
        ["mebibytes"] = memory.Smallest,
        ["from"] = memory.From,
        ["to"] = memory.To,
        ["steps"] = new JsonArray([.. memory.Steps.Select(step => new JsonObject
        {
            ["mebibytes"] = step.Mebibytes,
            ["ready"] = step.Problem is null,
            ["problem"] = step.Problem,
        })]),
    };
}
