using System.Diagnostics;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The commands of the samples' README, run as they stand there, in an empty folder outside the checkout.</summary>
public sealed class SampleReadmeTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("greeter-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task TheCommandsForOnesOwnProjectBootIt()
    {
        var (status, output) = await RunAsync(Commands());
        Assert.True(status == 0, $"status {status}\n{output}");
        Assert.Equal("Hello, World!", output.TrimEnd().Split('\n')[^1]);
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
    }

    private static string Commands()
    {
        var lines = File.ReadLines(RepositoryRoot.File("image", "samples", "README.md"))
            .SkipWhile(line => line != "## Your own project").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("    ", StringComparison.Ordinal));
        return string.Join('\n', lines);
    }

    private async Task<(int Status, string Output)> RunAsync(string commands)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-e", "-c", "exec 2>&1\n" + commands])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // The test host's own variables must not reach the build that we start; and no server may outlive it and hold the pipe.
        foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["SOFTBUS"] = RepositoryRoot.Directory;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            return (await WaitAsync(process, bound.Token), await output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the commands did not end within {Bound}:\n{await output}");
        }
    }

    private static async Task<int> WaitAsync(Process process, CancellationToken bound)
    {
        await process.WaitForExitAsync(bound);
        return process.ExitCode;
    }
}
