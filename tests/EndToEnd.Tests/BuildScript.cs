using System.Diagnostics;
using System.Text;
using DSoftBus.Tests.Support;

namespace DSoftBus.Tests.EndToEnd;

/// <summary>Runs the repository's own commands as a user would: from the checkout's root, in a shell, bounded in time.</summary>
internal static class BuildScript
{
    public static async Task<(int ExitStatus, string Output)> RunAsync(string command, TimeSpan limit)
    {
        using var bound = new CancellationTokenSource(limit);
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = RepositoryRoot.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host's own variables must not reach the build that we start.
        foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{command}' did not end within {limit}:\n{output}");
        }

        lock (output)
            return (process.ExitCode, output.ToString());
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
            output.AppendLine(line);
    }
}
