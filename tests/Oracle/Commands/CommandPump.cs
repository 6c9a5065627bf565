using System.Globalization;

namespace DSoftBus.Tests.Oracle.Runner.Commands;

/// <summary>Reads commands, lets them run side by side, writes each answer when it is there.</summary>
internal sealed class CommandPump(TextReader input, TextWriter output)
{
    private readonly Lock _gate = new();

    /// <summary>Until the end of input.</summary>
    public async Task RunAsync(Func<Command, ValueTask<string>> run)
    {
        while (await input.ReadLineAsync() is { } line)
            _ = AnswerAsync(line, run);
    }

    /// <summary>Runs one line, <c>NUMBER VERB ...</c>; a command that fails by itself answers <c>defect: ...</c>.</summary>
    public async Task AnswerAsync(string line, Func<Command, ValueTask<string>> run)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 1 || !int.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return;
        string answer;
        try
        {
            answer = await run(new Command(line[(space + 1)..]));
        }
        catch (Exception exception)
        {
            answer = $"defect: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")} {exception.StackTrace?.ReplaceLineEndings(" | ")}";
        }

        lock (_gate)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{number} {answer}\n"));
            output.Flush();
        }
    }
}
