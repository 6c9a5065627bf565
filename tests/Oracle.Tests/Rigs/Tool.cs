using System.Diagnostics;
using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Namespace;

namespace DSoftBus.Tests.Oracle.Rigs;

/// <summary>A program of Debian, in a namespace or beside it, bounded in time.</summary>
internal static class Tool
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Its status and everything it printed.</returns>
    /// <exception cref="TimeoutException">It was killed after <paramref name="limit"/>.</exception>
    public static async Task<(int Status, string Output)> RunAsync(NetNamespace? home, TimeSpan limit, string program, params string[] arguments)
    {
        using var process = Start(home, program, arguments);
        using var bound = new CancellationTokenSource(limit);
        process.StandardInput.Close();
        Task<string> said = process.StandardOutput.ReadToEndAsync(), complained = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' did not end within {limit.TotalSeconds:F0} s:\n{await said}{await complained}");
        }

        return (process.ExitCode, await said + await complained);
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public static Process Start(NetNamespace? home, string program, params string[] arguments)
    {
        var command = new GuestCommand(program, arguments);
        if (home is not null)
            command = home.Wrap(command);
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start)!;
    }
}
