using System.ComponentModel;
using System.Diagnostics;

namespace DSoftBus.Qemu.Peer;

/// <summary>Debian's kernel for clouds, downloaded once and unpacked below a folder of its own; nothing is installed.</summary>
public static class LinuxPackage
{
    /// <summary>The package that depends on the newest kernel.</summary>
    public const string Name = "linux-image-cloud-amd64";

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>The unpacked kernel; downloads it unless it is there. Total: what goes wrong is the answer's problem.</summary>
    /// <param name="folder">Holds the package and what was unpacked; made when it is missing.</param>
    /// <param name="cancel">Ends the download too.</param>
    public static async Task<LinuxKernel> ObtainAsync(string folder, CancellationToken cancel)
    {
        if (Unpacked(folder) is { } kernel)
            return kernel;
        try
        {
            Directory.CreateDirectory(folder);
            string depends = await RunAsync(folder, cancel, "apt-cache", "depends", Name);
            if (DependencyOf(depends) is not { } package)
                return LinuxKernel.Missing($"apt knows no package {Name}; try: sudo apt-get update");
            await RunAsync(folder, cancel, "apt-get", "download", package);
            string file = Directory.EnumerateFiles(folder, "*.deb").Single();
            await RunAsync(folder, cancel, "dpkg", "-x", file, "unpacked");
            return Unpacked(folder) ?? LinuxKernel.Missing($"{file} holds no boot/vmlinuz-*");
        }
        catch (Exception problem) when (problem is Win32Exception or IOException or InvalidOperationException or TimeoutException)
        {
            return LinuxKernel.Missing(problem.Message);
        }
    }

    /// <summary>The first dependency in what <c>apt-cache depends</c> prints; null when there is none.</summary>
    public static string? DependencyOf(string text)
    {
        const string mark = "Depends:";
        foreach (string line in text.Split('\n'))
        {
            string trimmed = line.Trim();
            if (trimmed.StartsWith(mark, StringComparison.Ordinal) && trimmed[mark.Length..].Trim() is { Length: > 0 } package)
                return package;
        }

        return null;
    }

    private static LinuxKernel? Unpacked(string folder)
    {
        string boot = Path.Combine(folder, "unpacked", "boot");
        if (!Directory.Exists(boot) || Directory.EnumerateFiles(boot, "vmlinuz-*").FirstOrDefault() is not { } kernel)
            return null;
        string? package = Directory.EnumerateFiles(folder, "*.deb").FirstOrDefault();
        return new LinuxKernel(Path.GetFileNameWithoutExtension(package) ?? Path.GetFileName(kernel), kernel, null);
    }

    /// <exception cref="InvalidOperationException">It ended with another status than 0; the message is one line with its own words.</exception>
    private static async Task<string> RunAsync(string folder, CancellationToken cancel, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(Bound);
        try
        {
            Task<string> said = process.StandardOutput.ReadToEndAsync(bound.Token), complained = process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            if (process.ExitCode == 0)
                return await said;
            string reason = (await complained).ReplaceLineEndings(" ").Trim();
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' failed: {(reason.Length == 0 ? $"status {process.ExitCode}" : reason)}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' did not end within {Bound.TotalSeconds:F0} s");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
