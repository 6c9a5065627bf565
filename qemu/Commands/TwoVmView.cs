using System.Globalization;
using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.TwoVm;
using Spectre.Console;

namespace DSoftBus.Qemu.Commands;

/// <summary>The last thing a person reads of a two-VM run: what was proven, when, where the artifacts lie.</summary>
internal static class TwoVmView
{
    public static void Show(IAnsiConsole console, TwoVmOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            string[] nodes = failure.Node is { } node ? [node] : ["A", "B"];
            FailureView.Show(console, failure, nodes.SelectMany(n => new[] { outcome.Run.PathOf($"host-{n}.txt"), outcome.Run.PathOf($"uart-{n}.txt") }));
            console.MarkupLineInterpolated($"see     {outcome.Run.Path}");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("proven", "node A", "node B");
        AddMarkers(table, outcome, "ready after QEMU's start", "ready");
        AddMarkers(table, outcome, "in the multicast group", "discovery");
        AddMarkers(table, outcome, "authenticated session", "session");
        AddMarkers(table, outcome, "asked B's service manager", "remote_resolve");
        AddMarkers(table, outcome, "asked B's bundle manager", "remote_query");
        if (outcome.Options.Target is TwoVmPhase.End && outcome.ExitStatuses.Count == TwoVmNode.Both.Count)
            table.AddRow("powered off", $"status {outcome.ExitStatuses["A"]}", $"status {outcome.ExitStatuses["B"]}");
        console.Write(table);
        foreach (EvidenceItem item in outcome.Evidence)
            console.MarkupLineInterpolated($"[green]capture[/] {item.Statement} [dim]({item.Detail})[/]");
        string image = outcome.ImageBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F2} MiB") : "none";
        console.MarkupLineInterpolated($"memory {outcome.Options.MemoryMebibytes} MiB each, image {image}, {outcome.Options.Accelerator.ToString().ToLowerInvariant()}, {outcome.Phases.Total.TotalSeconds:F1} s in all");
        if (outcome.Options.TestKeys)
            console.MarkupLine("[yellow]test keys: repeatable, not secure[/]");
        console.MarkupLineInterpolated($"artifacts {outcome.Run.Path}");
    }

    private static void AddMarkers(Table table, TwoVmOutcome outcome, string what, string key)
    {
        string Cell(string node) => outcome.Board.Find(node, key) is { } sighting
            ? string.Create(CultureInfo.InvariantCulture, $"{sighting.SinceLaunch.TotalMilliseconds:F0} ms")
            : "";
        if (Cell("A").Length + Cell("B").Length > 0)
            table.AddRow(Markup.Escape(what), Cell("A"), Cell("B"));
    }
}
