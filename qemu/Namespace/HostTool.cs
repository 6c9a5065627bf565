using System.Diagnostics;

namespace DSoftBus.Qemu.Namespace;

/// <summary>A short program of the host, run to its end.</summary>
internal static class HostTool
{
    /// <returns>What it printed.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    /// <exception cref="InvalidOperationException">It ended with another status than 0; the message is one line with its own words.</exception>
    /// <exception cref="TimeoutException">It did not end in time and was killed.</exception>
    public static string Run(TimeSpan bound, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> said = process.StandardOutput.ReadToEndAsync(), complained = process.StandardError.ReadToEndAsync();
        string words = $"'{program} {string.Join(' ', arguments)}'";
        if (!process.WaitForExit(bound))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{words} did not end within {bound.TotalSeconds:F0} s");
        }

        string reason = complained.GetAwaiter().GetResult().ReplaceLineEndings(" ").Trim();
        return process.ExitCode == 0
            ? said.GetAwaiter().GetResult()
            : throw new InvalidOperationException($"{words} failed: {(reason.Length == 0 ? $"status {process.ExitCode}" : reason)}");
    }
}
