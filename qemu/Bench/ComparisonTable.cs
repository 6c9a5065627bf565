using System.Globalization;
using Spectre.Console;

namespace DSoftBus.Qemu.Bench;

/// <summary>Ours beside the Linux guest, with the targets.</summary>
internal static class ComparisonTable
{
    private const string Nothing = "-";

    public static void Show(IAnsiConsole console, BenchOutcome outcome)
    {
        var table = new Table().Border(console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii);
        table.AddColumn("measured");
        table.AddColumn("unit");
        foreach (string name in new[] { "ours (min-max)", "Linux guest (min-max)", "times better" })
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("target");
        foreach (Comparison row in outcome.Comparisons)
            table.AddRow(Markup.Escape(row.What), row.Unit, Cell(row.Ours), Cell(row.Linux), row.Ratio is { } ratio ? Number(ratio) : Nothing, Target(row));
        console.Write(table);
    }

    /// <summary>Median and bounds.</summary>
    public static string Cell(Figure? figure) => figure switch
    {
        null => Nothing,
        { Values.Count: 1 } single => Number(single.Median),
        _ => $"{Number(figure.Median)} ({Number(figure.Minimum)}-{Number(figure.Maximum)})",
    };

    /// <param name="row">Its target, and how it stands to it.</param>
    /// <param name="peer">Whose multiple the target may be.</param>
    public static string Target(Comparison row, string peer = "Linux") => row.Verdict switch
    {
        TargetVerdict.None => "",
        TargetVerdict.Met => $"{TargetOf(row, peer)}: met",
        TargetVerdict.MetByMinimum => $"{TargetOf(row, peer)}: met by the minimum only",
        TargetVerdict.NotMet => $"{TargetOf(row, peer)}: NOT met",
        _ => $"{TargetOf(row, peer)}: not measured",
    };

    private static string TargetOf(Comparison row, string peer) => row.TargetOfLinux is { } share ? $"{Number(share)} x {peer}" : Number(row.Target!.Value);

    private static string Number(double value) => value.ToString(value < 10 ? "0.##" : value < 100 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
