using System.Diagnostics;
using DSoftBus.Tests.Support;

namespace DSoftBus.Tests.Image;

/// <summary>The class library's suite in its two homes: one whole run in each, made when first asked for.</summary>
public sealed class ClassLibraryRuns
{
    private const int Megabytes = 256;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    private readonly Lazy<(int Status, string Transcript)> _linux = new(() => OnLinux());
    private readonly Lazy<(int Status, string Transcript)> _guest = new(() => InGuest(""));

    /// <summary>The program's exit code and what it wrote.</summary>
    public (int Status, string Transcript) Linux => _linux.Value;

    /// <summary>QEMU's exit status and what came over the serial line.</summary>
    public (int Status, string Transcript) Guest => _guest.Value;

    /// <summary>Runs the published Linux executable, with its input at its end; killed after four minutes.</summary>
    public static (int Status, string Transcript) OnLinux(params string[] words)
    {
        var start = new ProcessStartInfo(Built("classlibrary.linux"), words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("DOTNET_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name); // the collector's settings are the program's own
        using var process = Process.Start(start) ?? throw new InvalidOperationException("the program did not start");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        bool ended = process.WaitForExit(Bound);
        if (!ended)
            process.Kill();
        process.WaitForExit();
        return (ended ? process.ExitCode : -1, output.GetAwaiter().GetResult());
    }

    /// <summary>Boots the image of the same publish; killed after four minutes.</summary>
    public static (int Status, string Transcript) InGuest(string words)
    {
        var run = GuestRun.BootFile(Bound, Built("classlibrary.elf"), words, Megabytes, "max");
        return (run.Status, run.Transcript.ReplaceLineEndings("\n"));
    }

    private static string Built(string name)
    {
        string file = RepositoryRoot.File("artifacts", "metal", name);
        return File.Exists(file) ? file : throw new FileNotFoundException($"artifacts/metal/{name} is missing; build it with ./build.sh --target=Samples");
    }
}
