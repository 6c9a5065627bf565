using DSoftBus.Tests.Oracle.Captures;
using DSoftBus.Tests.Oracle.Machine;
using DSoftBus.Tests.Oracle.Rigs;
using Xunit;

namespace DSoftBus.Tests.Oracle.Load;

/// <summary>Many at once: short connections both ways, echo requests as fast as answers come, openings that nobody means.</summary>
public sealed class CrowdTests(LinkFixture fixture) : IClassFixture<LinkFixture>
{
    private const int Connections = 2000, AtATime = 32;
    private const int Flooded = 20_000;
    private const int GoodClients = 20;
    private const int CaptureLimit = 20_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [NeedsNamespacesFact]
    public async Task TwoThousandShortConnectionsToOurStack()
    {
        var (link, capture) = await OpenAsync("crowd-to-us");
        await link.Stack.ExpectAsync($"serve L {Link.StackAddress} 23001");
        Assert.Equal($"{Connections}", await link.Peer.RunAsync($"storm {Link.StackAddress} 23001 {Connections} {AtATime}", Limit));
        await CloseAsync(link, capture, "new tcp session|retransmission|D-SACK|Duplicate ACK");
    }

    [NeedsNamespacesFact]
    public async Task TwoThousandShortConnectionsFromOurStack()
    {
        var (link, capture) = await OpenAsync("crowd-from-us");
        await link.Peer.ExpectAsync($"serve L {Link.PeerAddress} 23002");
        Assert.Equal($"{Connections}", await link.Stack.RunAsync($"storm {Link.PeerAddress} 23002 {Connections} {AtATime}", Limit));
        await CloseAsync(link, capture, "new tcp session|retransmission|D-SACK|Duplicate ACK");
    }

    [NeedsNamespacesFact]
    public async Task EveryEchoRequestOfAFloodIsAnswered()
    {
        var (link, capture) = await OpenAsync("ping-flood");
        var (_, output) = await Tool.RunAsync(link.Home, Limit, "ping", "-f", "-c", $"{Flooded}", "-W", "20", Link.StackAddress);
        Assert.Contains($"{Flooded} packets transmitted, {Flooded} received", output);
        await CloseAsync(link, capture, "No response seen");
    }

    [NeedsNamespacesFact("hping3", "timeout")]
    public async Task AGoodClientConnectsDuringAFloodOfOpenings()
    {
        var (link, capture) = await OpenAsync("syn-flood", $"gateway={Link.PeerAddress}");
        await link.Stack.ExpectAsync($"serve L {Link.StackAddress} 23003");

        // Ends by itself, should this process be killed.
        using var flood = Tool.Start(link.Home, "timeout", "60", "hping3", "-q", "-S", "-i", "u50", "--rand-source", "-p", "23003", Link.StackAddress);
        try
        {
            await link.Stack.ExpectAsync("counted CookiesSent 1000");
            Assert.Equal($"{GoodClients}", await link.Peer.RunAsync($"storm {Link.StackAddress} 23003 {GoodClients} 1", Limit));
            Assert.False(flood.HasExited, "the flood was over before the good clients were");
        }
        finally
        {
            flood.Kill(entireProcessTree: true);
            await flood.WaitForExitAsync();
        }

        await CloseAsync(link, capture, ".");
    }

    private async Task<(Link Link, Capture Capture)> OpenAsync(string name, string options = "")
    {
        var capture = new Capture(name);
        await fixture.Link!.OpenAsync(capture, $"capture-limit={CaptureLimit} {options}");
        return (fixture.Link, capture);
    }

    private static async Task CloseAsync(Link link, Capture capture, string explained)
    {
        await link.Stack.ExpectAsync("unplug");
        await link.Peer.ExpectAsync("forget");
        Assert.Equal([], await ExpertCheck.ComplaintsAsync(capture, explained));
        capture.Delete();
    }
}
