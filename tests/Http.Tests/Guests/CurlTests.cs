using System.Diagnostics;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.Http.Guests;

/// <summary>A booted server and Debian's curl.</summary>
[Collection(GuestCollection.Name)]
public sealed class CurlTests(HttpGuest guest, ITestOutputHelper output) : IDisposable
{
    private const string Curl = "/usr/bin/curl";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("http-curl-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task TheFrontPageSpeaksOfTheMachine() => await WithCurlAsync(async () =>
    {
        var (_, text, _) = await RunAsync(guest.Url("/"));
        Assert.Contains("runtime      .NET 10", text, StringComparison.Ordinal);
        Assert.Contains("KiB free", text, StringComparison.Ordinal);
    });

    [Fact]
    public async Task TwoRequestsUseOneConnection() => await WithCurlAsync(async () =>
    {
        var (status, _, log) = await RunAsync("-v", guest.Url("/"), guest.Url("/json"));
        Assert.Equal(0, status);
        Assert.Contains("Re-using existing connection", log, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, log.Split('\n').Count(line => line.StartsWith("< HTTP/1.1 200 OK", StringComparison.Ordinal)));
    });

    [Fact]
    public async Task HeadHasNoContent() => await WithCurlAsync(async () =>
    {
        var (status, text, _) = await RunAsync("-I", guest.Url("/bytes/12345"));
        Assert.Equal(0, status);
        Assert.Contains("Content-Length: 12345", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", text, StringComparison.Ordinal);
    });

    // Above 1 MiB less some bytes curl sends Expect: 100-continue by itself.
    [Theory]
    [InlineData("X-Nothing: 1")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Expect: 100-continue")]
    public async Task AMebibyteComesBackAsItWent(string field) => await WithCurlAsync(async () =>
    {
        byte[] sent = Pattern.Random(1024 * 1024);
        string file = Path.Combine(_folder.FullName, "sent"), back = Path.Combine(_folder.FullName, "back");
        await File.WriteAllBytesAsync(file, sent);
        var (status, code, log) = await RunAsync("-v", "-H", field, "-H", "Content-Type: application/octet-stream", "--data-binary", "@" + file, "-o", back, "-w", "%{http_code}", guest.Url("/echo"));
        Assert.True((status, code) == (0, "200"), $"{status} {code}\n{log}");
        Assert.Equal(Pattern.Hash(sent), Pattern.Hash(await File.ReadAllBytesAsync(back)));
    });

    [Fact]
    public async Task SixteenMebibytesComeWhole() => await WithCurlAsync(async () =>
    {
        const int count = 16 * 1024 * 1024;
        string file = Path.Combine(_folder.FullName, "bytes");
        var (status, speed, log) = await RunAsync("-o", file, "-w", "%{speed_download}", guest.Url($"/bytes/{count}"));
        Assert.True(status == 0, log);
        Assert.Equal(Pattern.HashOfBytes(count), Pattern.Hash(await File.ReadAllBytesAsync(file)));
        output.WriteLine($"16 MiB at {speed} bytes per second");
    });

    [Theory]
    [InlineData("404", "/none")]
    [InlineData("405", "/", "-X", "DELETE")]
    [InlineData("405", "/echo")]
    [InlineData("411", "/echo", "-X", "POST")]
    [InlineData("413", "/echo", "-H", "Content-Length: 1048577", "-H", "Expect: 100-continue", "-d", "x")]
    [InlineData("417", "/", "-H", "Expect: a-miracle")]
    [InlineData("501", "/", "-X", "BREW")]
    public async Task WhatIsNotServedHasItsOwnStatus(string expected, string path, params string[] arguments) => await WithCurlAsync(async () =>
        Assert.Equal(expected, (await RunAsync(["-o", "/dev/null", "-w", "%{http_code}", .. arguments, guest.Url(path)])).Output));

    [Fact]
    public async Task TooMuchHeadHasItsOwnStatus() => await WithCurlAsync(async () =>
    {
        string[] many = [.. Enumerable.Range(0, 101).SelectMany(number => new[] { "-H", $"X-{number}: y" })];
        Assert.Equal("431", (await RunAsync(["-o", "/dev/null", "-w", "%{http_code}", .. many, guest.Url("/")])).Output);
        Assert.Equal("414", (await RunAsync("-o", "/dev/null", "-w", "%{http_code}", guest.Url("/" + new string('x', 9000)))).Output);
    });

    private async Task WithCurlAsync(Func<Task> body)
    {
        if (File.Exists(Curl))
            await body();
        else
            output.WriteLine($"Not tried with curl: {Curl} is not installed.");
    }

    private static async Task<(int Status, string Output, string Log)> RunAsync(params string[] arguments)
    {
        // -q: no configuration of the user; no proxy stands between us and the loopback.
        var start = new ProcessStartInfo(Curl, ["-q", "-sS", "--noproxy", "*", "--max-time", "100", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process curl = Process.Start(start) ?? throw new InvalidOperationException("curl did not start.");
        Task<string> text = curl.StandardOutput.ReadToEndAsync(), log = curl.StandardError.ReadToEndAsync();
        await curl.WaitForExitAsync().WaitAsync(Bound);
        return (curl.ExitCode, await text, await log);
    }
}
