using System.Diagnostics;
using System.Globalization;
using DSoftBus.Qemu.Namespace;

namespace DSoftBus.Qemu.Bench.Stacks;

/// <summary>Runs the script that comes with the peers, in a session of its own: it and everything it started can be ended together, and its namespaces are known by its process id.</summary>
/// <param name="script">Path of <c>run.sh</c>.</param>
internal sealed class StackScript(string script)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="log">Where its words go.</param>
    /// <param name="bound">Then it is ended.</param>
    /// <param name="cancel">Ends it too.</param>
    /// <returns>What it printed, and null or what went wrong in one line.</returns>
    public async Task<(IReadOnlyList<string> Lines, string? Problem)> RunAsync(IReadOnlyList<string> arguments, string log, TimeSpan bound, CancellationToken cancel)
    {
        var lines = new List<string>();
        var start = new ProcessStartInfo("setsid", ["bash", script, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, said) => Keep(lines, said.Data);
        process.ErrorDataReceived += (_, said) => Keep(lines, said.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(bound);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Reported below, or by the caller's token.
        }
        finally
        {
            await EndAsync(process);
        }

        string[] said = [.. lines];
        await File.WriteAllLinesAsync(log, said, CancellationToken.None);
        cancel.ThrowIfCancellationRequested();
        if (limit.IsCancellationRequested)
            return (said, string.Create(CultureInfo.InvariantCulture, $"'{script} {arguments[0]}' did not end within {bound.TotalMinutes:F0} minutes; see {log}"));
        return (said, process.ExitCode == 0 ? null : $"'{script} {arguments[0]}' failed: {said.LastOrDefault(line => line.Length > 0) ?? $"status {process.ExitCode}"}; see {log}");
    }

    private static void Keep(List<string> lines, string? line)
    {
        if (line is null)
            return;
        lock (lines)
            lines.Add(line);
    }

    // Asked first, so that it cleans up itself; what it could not is removed here.
    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            Tell(process, "-TERM");
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Tell(process, "-KILL");
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        foreach (string part in new[] { "tap", "va", "vb" })
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"ts-{part}-{process.Id}");
            if (File.Exists($"/run/netns/{name}"))
                HostTool.Run(Short, "ip", "netns", "delete", name);
        }
    }

    private static void Tell(Process process, string signal)
    {
        try
        {
            HostTool.Run(Short, "kill", signal, "--", string.Create(CultureInfo.InvariantCulture, $"-{process.Id}"));
        }
        catch (InvalidOperationException)
        {
            // It ended meanwhile.
        }
    }
}
