using Spectre.Console;

namespace DSoftBus.Qemu.Commands;

/// <summary>The console of the command line.</summary>
internal static class Terminal
{
    // A pipe or a file has no width; lines there must not be folded at 80 columns.
    private const int PipeWidth = 200;

    public static IAnsiConsole Open()
    {
        IAnsiConsole console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = PipeWidth;
        return console;
    }
}
