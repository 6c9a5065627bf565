using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace DSoftBus.Qemu.Bench.Stacks;

/// <summary>The rows for a person, and for a program.</summary>
internal static class StackTable
{
    public static void Show(IAnsiConsole console, IReadOnlyList<StackRow> rows)
    {
        var table = new Table().Border(console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii);
        table.AddColumn("stack on a TAP of this host");
        table.AddColumn("unit");
        table.AddColumn(new TableColumn("ours (min-max)").RightAligned());
        table.AddColumn("peer");
        foreach (string name in new[] { "peer (min-max)", "times better" })
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("target");
        foreach ((string peer, Comparison row) in rows)
            table.AddRow(Markup.Escape(row.What), row.Unit, ComparisonTable.Cell(row.Ours), peer, ComparisonTable.Cell(row.Linux), Ratio(row), ComparisonTable.Target(row, peer));
        console.Write(table);
    }

    public static JsonObject Json(IReadOnlyList<StackRow> rows, string? problem) => new()
    {
        ["problem"] = problem,
        ["rows"] = new JsonObject(rows.Select(row => KeyValuePair.Create(row.Values.Key, (JsonNode?)BenchReport.Json(row.Values, "peer", row.Peer)))),
    };

    private static string Ratio(Comparison row) => row.Ratio is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "-";
}
