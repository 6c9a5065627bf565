using System.Diagnostics;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The samples: ordinary console programs that say on the bare machine what the same assembly says on Linux.</summary>
public sealed class SampleTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public void HelloSaysHelloInTwentyMebibytes()
    {
        var run = GuestRun.BootSample("hello", megabytes: 20);
        Assert.Equal((GuestRun.Success, "Hello, World!\n"), (run.Status, run.Transcript));
    }

    [Theory]
    [InlineData("hello", "Hello")]
    [InlineData("toolbox", "Toolbox")]
    public void SaysWhatItSaysOnLinux(string name, string project)
    {
        var run = GuestRun.BootSample(name);
        string expected = RunOnLinux(name, project);
        Assert.NotEmpty(expected);
        Assert.Equal((GuestRun.Success, expected), (run.Status, run.Transcript));
    }

    [Fact]
    public void ToolboxComputesTheKnownValues()
    {
        var run = GuestRun.BootSample("toolbox");
        // RFC 9106 section 5.3; the sum of 1..10000; the number of primes below 20000.
        Assert.Contains("argon2id rfc9106: 0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659", run.Lines);
        Assert.Contains("json read back: True, 26.85 euro", run.Lines);
        Assert.Contains("channel: 3 consumers add up to 50005000", run.Lines);
        Assert.Contains("parallel: 2262 primes below 20000", run.Lines);
    }

    private static string RunOnLinux(string name, string project)
    {
        string assembly = RepositoryRoot.File("image", "samples", name, "bin", "Release", "net10.0", "linux-x64", $"DSoftBus.{project}.dll");
        var start = new ProcessStartInfo("dotnet", [assembly]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Bound))
        {
            process.Kill();
            throw new TimeoutException($"{assembly} did not end within {Bound}");
        }

        Assert.Equal(0, process.ExitCode);
        return output.GetAwaiter().GetResult();
    }
}
