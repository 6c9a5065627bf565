using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DSoftBus.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.Image;

/// <summary>The commands of the samples' README, run as they stand there: those for one's own project in an empty folder outside the checkout.</summary>
public sealed class SampleReadmeTests(ITestOutputHelper log) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("greeter-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task TheCommandsForOnesOwnProjectBootIt()
    {
        var (status, output) = await RunAsync(Commands("## Your own project"), _folder.FullName);
        Assert.True(status == 0, $"status {status}\n{output}");
        Assert.Equal("Hello, World!", output.TrimEnd().Split('\n')[^1]);
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task TheCommandsForTheServerReachIt()
    {
        if (!File.Exists("/usr/bin/curl"))
        {
            log.WriteLine("Not run: /usr/bin/curl is not installed.");
            return;
        }

        // The README's port may be taken here.
        string commands = Commands("## The HTTP server").Replace("8080", FreePort(), StringComparison.Ordinal);
        var (status, output) = await RunAsync(commands, RepositoryRoot.Directory);
        Assert.True(status == 0, $"status {status}\n{output}");
        Assert.Contains("httpd: listening on 10.42.0.2:80", output, StringComparison.Ordinal);
        Assert.Contains("KiB free", output, StringComparison.Ordinal);
    }

    private static string FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
    }

    private static string Commands(string section)
    {
        var lines = File.ReadLines(RepositoryRoot.File("image", "samples", "README.md"))
            .SkipWhile(line => line != section).Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("    ", StringComparison.Ordinal));
        return string.Join('\n', lines);
    }

    private static async Task<(int Status, string Output)> RunAsync(string commands, string folder)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-e", "-c", "exec 2>&1\n" + commands])
        {
            WorkingDirectory = folder,
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
