using DSoftBus.Qemu.Harness;
using Spectre.Console;

namespace DSoftBus.Qemu.Commands;

/// <summary>Shows a classified failure and the last words of the guests.</summary>
internal static class FailureView
{
    private const int TailLines = 12;

    public static void Show(IAnsiConsole console, HarnessFailure failure, IEnumerable<string> logs)
    {
        foreach (string log in logs.Where(File.Exists))
        {
            string[] lines = File.ReadAllLines(log);
            if (lines.Length == 0)
                continue;
            console.MarkupLineInterpolated($"[dim]-- last lines of {Path.GetFileName(log)} ({lines.Length} in all)[/]");
            foreach (string line in lines.TakeLast(TailLines))
                console.WriteLine($"   {line}");
        }

        console.WriteLine();
        console.MarkupLineInterpolated($"[red]FAILED[/]  {failure.Code}");
        console.MarkupLineInterpolated($"phase   {failure.Phase}");
        console.MarkupLineInterpolated($"node    {failure.Node ?? "-"}");
        console.MarkupLineInterpolated($"what    {failure.Message}");
        console.MarkupLineInterpolated($"next    {failure.Hint}");
    }
}
