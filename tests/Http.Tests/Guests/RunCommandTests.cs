using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DSoftBus.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.Http.Guests;

/// <summary><c>softbus run</c> and <c>softbus forward</c> as a user starts them.</summary>
[Collection(GuestCollection.Name)]
public sealed class RunCommandTests(ITestOutputHelper output) : IDisposable
{
    private const string Tshark = "/usr/bin/tshark";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softbus-run-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AProgramThatEndsEndsTheRunWithItsOwnWords()
    {
        await using var run = SoftbusProcess.Start("run", RepositoryRoot.File("artifacts", "samples", "hello.elf"), "--memory", "32");
        Assert.Equal(0, await run.WaitAsync());
        Assert.Equal("Hello, World!\n", run.Said);
    }

    [Fact]
    public async Task TheProgramsExitCodeIsTheCommands()
    {
        // The image's own check that leaves with a code of the program: there is no check of that name.
        await using var run = SoftbusProcess.Start("run", RepositoryRoot.File("artifacts", "image", "softbus.elf"), "--word", "shim.check=there-is-none", "--json");
        Assert.Contains("\"kind\":\"ProgramExit\"", await run.LineAsync("\"ended\""), StringComparison.Ordinal);
        Assert.Equal(2, await run.WaitAsync());
    }

    [Fact]
    public async Task InterruptedItLeavesNothingBehindAndAGoodCapture()
    {
        string capture = Path.Combine(_folder.FullName, "run.pcapng");
        await using var run = SoftbusProcess.Start("run", HttpGuest.Image, "--publish", "0:80", "--word", "softbus.dhcp=0", "--json", "--capture", capture);
        IPEndPoint end = await HttpGuest.EndPointAsync(run);
        await run.LineAsync("httpd: listening");
        using (var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) })
        {
            byte[] sent = Pattern.Random(200_000);
            using var response = await client.PostAsync($"http://{end}/echo", new ByteArrayContent(sent));
            Assert.Equal(sent, await response.Content.ReadAsByteArrayAsync());
            Assert.Equal(1_000_000, (await client.GetByteArrayAsync($"http://{end}/bytes/1000000")).Length);
        }

        Assert.Equal(130, await run.InterruptAsync());
        using var late = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.Throws<SocketException>(() => late.Connect(end));
        await AssertGoodAsync(capture);
    }

    [Fact]
    public async Task ForwardReachesAGuestOnAnotherCable()
    {
        await using var cable = SoftbusProcess.Start("cable", "--ports", "2", "--json");
        using var plugs = System.Text.Json.JsonDocument.Parse(await cable.LineAsync("machine"));
        (string Machine, string Switch)[] paths = [.. plugs.RootElement.EnumerateArray().Select(plug => (plug.GetProperty("machine").GetString()!, plug.GetProperty("switch").GetString()!))];
        await using var guest = StartGuest(paths[0].Machine, paths[0].Switch);
        await using var forward = SoftbusProcess.Start("forward", "--local", paths[1].Machine, "--remote", paths[1].Switch, "--publish", "0=10.42.0.7:80", "--json");
        IPEndPoint end = await HttpGuest.EndPointAsync(forward);
        await guest.LineAsync("httpd: listening on 10.42.0.7:80");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
        Assert.Contains("uptime", await client.GetStringAsync($"http://{end}/"), StringComparison.Ordinal);
        Assert.Equal(0, await forward.InterruptAsync());
        Assert.Contains("\"event\":\"ended\",\"forwarded\":1,\"refused\":0", forward.Said, StringComparison.Ordinal);
        Assert.True(File.Exists(paths[1].Switch), "the cable's own socket is the cable's to remove");
        Assert.False(File.Exists(paths[1].Machine));
    }

    private static QemuProcess StartGuest(string machine, string cable) => QemuProcess.Start(HttpGuest.Image, "52:54:00:12:34:07", machine, cable);

    // What a human would look for in Wireshark: nothing malformed, no wrong checksum, no error or warning of the TCP analysis but for what a busy host does to timers.
    private async Task AssertGoodAsync(string capture)
    {
        if (!File.Exists(Tshark))
        {
            output.WriteLine($"Capture not checked: {Tshark} is not installed.");
            return;
        }

        string[] checks = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"];
        string filter = "_ws.malformed or ip.checksum.status == \"Bad\" or tcp.checksum.status == \"Bad\" or _ws.expert.severity == \"Error\"";
        Assert.Equal("", await ReadAsync(["-r", capture, .. checks, "-Y", filter]));
        string http = await ReadAsync(["-r", capture, "-Y", "http.response", "-T", "fields", "-e", "http.response.code"]);
        Assert.Equal(["200", "200"], http.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<string> ReadAsync(string[] arguments)
    {
        using var tshark = Process.Start(new ProcessStartInfo(Tshark, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }) ?? throw new InvalidOperationException("tshark did not start.");
        Task<string> text = tshark.StandardOutput.ReadToEndAsync(), errors = tshark.StandardError.ReadToEndAsync();
        await tshark.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        Assert.True(tshark.ExitCode == 0, await errors);
        return await text;
    }
}
