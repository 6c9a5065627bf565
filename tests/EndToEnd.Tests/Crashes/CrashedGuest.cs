using System.Text.Json.Nodes;
using DSoftBus.Qemu;
using DSoftBus.Qemu.Launch;
using DSoftBus.Tests.EndToEnd.Guests;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Crashes;

/// <summary>A guest that was booted to crash, and what <c>softbus crash</c> makes of its serial log.</summary>
/// <param name="Exit">How the machine ended.</param>
/// <param name="Report">The last report, as JSON.</param>
/// <param name="Text">The command's plain output.</param>
internal sealed record CrashedGuest(GuestExit Exit, JsonNode Report, string Text)
{
    /// <summary>Frames of a stack of the report, its pointer first; what repeats stands once.</summary>
    public List<JsonNode> Frames(string stack)
    {
        JsonNode found = Stack(stack);
        var frames = new List<JsonNode>();
        if (found["pointer"] is { } pointer)
            frames.Add(pointer);
        frames.AddRange(found["entries"]!.AsArray().SelectMany(entry => entry!["frames"]!.AsArray())!);
        return frames;
    }

    public JsonNode Stack(string name) => Report["stacks"]!.AsArray().Single(stack => (string)stack!["name"]! == name)!;

    /// <summary>Asserts that the stack holds this method at the line of the source that contains <paramref name="code"/>, and returns how the frame was found.</summary>
    public string AssertAt(string stack, string method, string file, string code)
    {
        JsonNode? frame = Frames(stack).Find(frame => ((string?)frame["method"])?.Contains(method, StringComparison.Ordinal) == true);
        Assert.True(frame is not null, $"{method} is not in {stack}:\n{Text}");
        Assert.Equal((file, LineOf(file, code)), ((string?)frame["file"], (int)frame["line"]!));
        return (string)frame["found"]!;
    }

    /// <summary>Boots, waits for the end, runs the command over the log.</summary>
    public static async Task<CrashedGuest> BootAsync(string words)
    {
        string log = Path.GetTempFileName();
        try
        {
            await using var boot = GuestBoot.Start(words.Split(' '));
            GuestExit exit = await boot.WaitForEndAsync();
            await File.WriteAllLinesAsync(log, boot.Lines);
            string symbols = RepositoryRoot.File("artifacts", "image", "softbus.symbols");
            JsonArray reports = JsonNode.Parse(await RunAsync("crash", log, "--symbols", symbols, "--json"))!.AsArray();
            return new CrashedGuest(exit, reports[^1]!, await RunAsync("crash", log, "--symbols", symbols));
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int status = await Program.RunAsync(arguments, output, error);
        Assert.True(status == 0 && error.ToString().Length == 0, $"status {status}: {error}");
        return output.ToString();
    }

    /// <summary>The one line of a source file that contains <paramref name="code"/>, from 1.</summary>
    private static int LineOf(string file, string code)
    {
        string[] lines = File.ReadAllLines(RepositoryRoot.File(file.Split('/')));
        return 1 + Assert.Single(Enumerable.Range(0, lines.Length), i => lines[i].Contains(code, StringComparison.Ordinal));
    }
}
