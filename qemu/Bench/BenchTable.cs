using System.Globalization;
using DSoftBus.Qemu.Bench.Stacks;
using Spectre.Console;

namespace DSoftBus.Qemu.Bench;

/// <summary>The table that a person reads; without drawing characters where the output is no terminal.</summary>
public static class BenchTable
{
    public static void Show(IAnsiConsole console, BenchOutcome outcome)
    {
        bool all = !outcome.Options.OnlyNetwork && !outcome.Options.OnlyStacks;
        if (!outcome.Options.OnlyStacks)
            ComparisonTable.Show(console, outcome);
        if (!outcome.Options.OnlyNetwork)
            StackTable.Show(console, outcome.Stacks);
        if (all)
            ShowFigures(console, outcome);
        MachineFacts machine = outcome.Machine;
        string load = machine.LoadAverage is { } average ? average.ToString("F1", CultureInfo.InvariantCulture) : "unknown";
        Line(console, $"runs     {outcome.Options.Runs} after a warm-up each; guests of {outcome.Options.MemoryMebibytes} MiB; {outcome.Total.TotalSeconds:F0} s in all");
        if (all)
            Line(console, $"linux    {outcome.Peer.Problem ?? outcome.Peer.Package}");
        string network = outcome.NetworkProblem is { } problem ? $"not measured: {problem}" : outcome.NetworkLinuxProblem is { } linux ? $"no Linux guest: {linux}" : "both guests on a TAP device";
        if (!outcome.Options.OnlyStacks)
            Line(console, $"network  {network}");
        if (!outcome.Options.OnlyNetwork)
            Line(console, $"stacks   {outcome.StacksProblem ?? "one TCP connection each way, MTU 1500, the kernel at the other end"}");
        Line(console, $"machine  {machine.Cores} cores, {machine.Processor}, load average {load} at the start, accelerator {machine.Accelerator.ToString().ToLowerInvariant()}");
        Line(console, $"system   {machine.System}, {machine.Runtime}");
        Line(console, $"numbers  {Path.Combine(outcome.Options.Folder, BenchReport.LatestName)}");
    }

    private static void ShowFigures(IAnsiConsole console, BenchOutcome outcome)
    {
        var table = new Table().Border(console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii);
        table.AddColumn("measured");
        foreach (string name in new[] { "median", "min", "max" })
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("unit");
        foreach (Figure figure in outcome.Figures)
            table.AddRow(Markup.Escape(figure.What), Number(figure.Median, figure.Unit), Number(figure.Minimum, figure.Unit), Number(figure.Maximum, figure.Unit), figure.Unit);
        if (outcome.Memory is { } memory)
            table.AddRow("smallest memory that reaches 'dsoftbusd: ready'", Smallest(memory), "", "", "MiB");
        if (outcome.ImageBytes is { } bytes)
            table.AddRow("image", bytes.ToString(CultureInfo.InvariantCulture), "", "", "bytes");
        console.Write(table);
    }

    private static void Line(IAnsiConsole console, FormattableString text) => console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string Smallest(MemorySearch memory) => memory.Smallest switch
    {
        null => $"more than {memory.To}",
        { } least when least == memory.From => $"{least} or less",
        { } least => least.ToString(CultureInfo.InvariantCulture),
    };

    private static string Number(double value, string unit) => value.ToString(unit is "ratio" ? "F2" : value < 100 ? "F1" : "F0", CultureInfo.InvariantCulture);
}
