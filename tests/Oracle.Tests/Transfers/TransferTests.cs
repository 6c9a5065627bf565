using System.Globalization;
using DSoftBus.Tests.Oracle.Captures;
using DSoftBus.Tests.Oracle.Machine;
using DSoftBus.Tests.Oracle.Rigs;
using Xunit;

namespace DSoftBus.Tests.Oracle.Transfers;

/// <summary>Megabytes both ways at once between our stack and the kernel over a bad link; every octet arrives as it was written.</summary>
/// <remarks><c>SOFTBUS_ORACLE_MEGABYTES</c> sets how many each way; five without it.</remarks>
public sealed class TransferTests(LinkFixture fixture) : IClassFixture<LinkFixture>
{
    private const int UsualMegabytes = 5;
    private const int CaptureLimit = 12_000_000;

    private static readonly int Megabytes =
        int.TryParse(Environment.GetEnvironmentVariable("SOFTBUS_ORACLE_MEGABYTES"), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? asked : UsualMegabytes;

    [NeedsNamespacesTheory]
    [InlineData("clean", "", 22001)]
    [InlineData("loss-1-percent", "loss=0.01", 22002)]
    [InlineData("loss-5-percent", "loss=0.05", 22003)]
    [InlineData("bursts", "burst=0.004 burst-end=0.25", 22004)]
    [InlineData("reordering", "reorder=0.05", 22005)]
    [InlineData("delay", "delay=5 jitter=2", 22006)]
    [InlineData("duplicates", "duplicate=0.05", 22007)]
    [InlineData("corruption", "corrupt=0.01", 22008)]
    [InlineData("everything", "loss=0.005 reorder=0.01 duplicate=0.01 corrupt=0.002 delay=2 jitter=1", 22009)]
    public async Task EveryOctetArrives(string name, string faults, int port)
    {
        var capture = new Capture($"transfer-{name}");
        await fixture.Link!.OpenAsync(capture, $"capture-limit={CaptureLimit} {faults}");
        await BothWaysAsync(port);
        await fixture.Link.Stack.ExpectAsync("unplug");

        // On a clean link nothing is sent twice; damaged frames that came in are not ours.
        string explained = name == "clean" ? "zero window|window specified|window is now completely full" : ".";
        Assert.Equal([], await ExpertCheck.ComplaintsAsync(capture, explained, onlyOurs: faults.Contains("corrupt", StringComparison.Ordinal)));
        capture.Delete();
    }

    [NeedsNamespacesFact]
    public async Task EveryOctetArrivesAtALimitedRate()
    {
        var link = fixture.Link!;
        var capture = new Capture("transfer-rate");
        link.Home.Run("tc", "qdisc", "add", "dev", Link.Tap, "root", "tbf", "rate", "100mbit", "burst", "16kb", "latency", "10ms");
        await link.OpenAsync(capture, $"capture-limit={CaptureLimit}");
        await BothWaysAsync(22010);
        await link.Stack.ExpectAsync("unplug");
        link.Home.Run("tc", "qdisc", "delete", "dev", Link.Tap, "root");
        Assert.Equal([], await ExpertCheck.ComplaintsAsync(capture, "."));
        capture.Delete();
    }

    private async Task BothWaysAsync(int port)
    {
        var (stack, peer) = (fixture.Link!.Stack, fixture.Link.Peer);
        long octets = Megabytes * 1_000_000L;
        var limit = TimeSpan.FromSeconds(60 + (Megabytes * 12));
        await stack.ExpectAsync($"listen L {Link.StackAddress} {port} 4");
        await peer.ExpectAsync($"connect A {Link.StackAddress} {port}");
        await stack.ExpectAsync("accept L B");
        var written = Task.WhenAll(
            peer.RunAsync($"write A {octets} 1", limit),
            stack.RunAsync($"write B {octets} 2", limit));
        var read = Task.WhenAll(
            stack.RunAsync($"read B {octets}", limit),
            peer.RunAsync($"read A {octets}", limit));
        await Task.WhenAll(written, read);
        Assert.StartsWith($"{octets} ", (await written)[0], StringComparison.Ordinal);
        Assert.Equal(await written, await read);

        // The end arrives as well, and nothing after it.
        await stack.ExpectAsync("shutdown B");
        await peer.ExpectAsync("readend A", "0 end");
        await peer.ExpectAsync("shutdown A");
        await stack.ExpectAsync("readend B", "0 end");
        await peer.ExpectAsync("forget");
    }
}
