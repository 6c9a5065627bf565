using DSoftBus.Tests.Oracle.Captures;
using DSoftBus.Tests.Oracle.Machine;
using DSoftBus.Tests.Oracle.Rigs;
using Xunit;

namespace DSoftBus.Tests.Oracle.Paths;

/// <summary>A router of Linux between our stack and a host: what it says about too long packets is heard (RFC 1191).</summary>
public sealed class PathMtuTests
{
    private const string Far = "10.79.0.2", FarNetwork = "10.79.0.0/24", FarDevice = "far0";
    private const int Octets = 300_000;

    [NeedsNamespacesFact]
    public async Task APathThatBecomesNarrowerIsUsedWithShorterSegments()
    {
        await using var link = Link.Create();
        using var home = Namespaces.Make();
        link.Home.Run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        link.Home.Run("ip", "link", "add", FarDevice, "type", "veth", "peer", "name", "eth0", "netns", home.Name);
        link.Home.Run("ip", "address", "add", "10.79.0.1/24", "dev", FarDevice);
        link.Home.Run("ip", "link", "set", FarDevice, "up");
        home.Run("ip", "address", "add", Far + "/24", "dev", "eth0");
        home.Run("ip", "link", "set", "eth0", "up");
        home.Run("ip", "route", "add", "default", "via", "10.79.0.1");
        await using var far = Runner.Start(home, "kernel");
        var capture = new Capture("path-mtu");
        await link.OpenAsync(capture, $"gateway={Link.PeerAddress}");
        await far.ExpectAsync($"listen L {Far} 23001 4");
        await link.Stack.ExpectAsync($"connect A {Far} 23001");
        await far.ExpectAsync("accept L B");
        await SendAsync(link.Stack, far, seed: 1);
        Assert.Equal("0", await link.Stack.RunAsync("counter PathMtuLowered"));

        link.Home.Run("ip", "route", "change", FarNetwork, "dev", FarDevice, "mtu", "lock", "1280");
        await SendAsync(link.Stack, far, seed: 2);
        Assert.Equal("1", await link.Stack.RunAsync("counter PathMtuLowered"));

        await link.Stack.ExpectAsync("unplug");
        Assert.Equal([], await ExpertCheck.ComplaintsAsync(capture, "retransmission|Duplicate ACK|out-of-order|D-SACK|zero window|window specified"));
        capture.Delete();
    }

    private static async Task SendAsync(Runner from, Runner to, int seed)
    {
        var written = from.RunAsync($"write A {Octets} {seed}");
        string read = await to.RunAsync($"read B {Octets}");
        Assert.StartsWith($"{Octets} ", read, StringComparison.Ordinal);
        Assert.Equal(read, await written);
    }
}
