using DSoftBus.Qemu.Namespace;
using DSoftBus.Tests.Oracle.Captures;
using DSoftBus.Tests.Oracle.Machine;
using DSoftBus.Tests.Oracle.Rigs;
using Xunit;

namespace DSoftBus.Tests.Oracle.Leases;

/// <summary>Another host of the link, a kernel, takes our address and speaks with it (RFC 5227 section 2.4).</summary>
public sealed class ConflictTests
{
    private const string Bridge = "br0";

    [NeedsNamespacesFact]
    public async Task AStaticAddressIsDefendedOnceInItsIntervalAndKept()
    {
        await using var link = Link.Create(peerAddress: "");
        MakeBridge(link.Home);
        using var other = Namespaces.Make();
        Join(link.Home, other);
        var capture = new Capture("conflict-static");
        await link.OpenAsync(capture);
        Assert.Equal("0", await link.Stack.RunAsync("counter ArpConflict"));

        Take(other, Link.StackAddress);
        await link.Stack.ExpectAsync("counted ArpConflict 1");
        Assert.Equal("1", await link.Stack.RunAsync("counter ArpDefended"));

        // What the defence is for: the others' caches say our hardware address again.
        Assert.Contains("02:00:00:00:77:02", link.Home.Run("ip", "neighbour", "show", Link.StackAddress));

        Speak(other);
        await link.Stack.ExpectAsync("counted ArpConflict 2");
        Assert.Equal("1", await link.Stack.RunAsync("counter ArpDefended"));
        Assert.StartsWith(Link.StackAddress, await link.Stack.RunAsync("address"), StringComparison.Ordinal);
        await link.Stack.ExpectAsync("unplug");
        Assert.Equal([], await ExpertCheck.ComplaintsAsync(capture, "Duplicate IP address"));
        capture.Delete();
    }

    [NeedsNamespacesFact("dnsmasq", "timeout")]
    public async Task ALeasedAddressIsDeclinedAndAnotherOneTaken()
    {
        await using var link = Link.Create(peerAddress: "");
        MakeBridge(link.Home);
        using var other = Namespaces.Make();
        Join(link.Home, other);
        await using var server = await Dnsmasq.StartAsync(link.Home, Bridge);
        var capture = new Capture("conflict-leased");
        await link.Stack.ExpectAsync($"open tap={Link.Tap} capture={capture.File} decline-delay=100");
        string first = (await link.Stack.RunAsync("address")).Split('/')[0];

        // While the address is probed one conflict is enough, later it takes the second.
        Take(other, first);
        Speak(other);
        await server.UntilAsync("DHCPDECLINE");
        string second = (await link.Stack.RunAsync($"address not={first}")).Split('/')[0];
        Assert.StartsWith("10.77.0.", second, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
        Assert.Equal("1", await link.Stack.RunAsync("counter DhcpDeclined"));
        await link.Stack.ExpectAsync("unplug");
        Assert.Equal([], await ExpertCheck.ComplaintsAsync(capture, "Duplicate IP address"));
        capture.Delete();
    }

    // The TAP device becomes a port of a bridge, which has the kernel's address.
    private static void MakeBridge(NetNamespace home)
    {
        home.Run("ip", "link", "add", Bridge, "type", "bridge");
        home.Run("ip", "link", "set", Link.Tap, "master", Bridge);
        home.Run("ip", "address", "add", Link.PeerAddress + "/24", "dev", Bridge);
        home.Run("ip", "link", "set", Bridge, "up");
    }

    private static void Join(NetNamespace home, NetNamespace other)
    {
        home.Run("ip", "link", "add", "port1", "type", "veth", "peer", "name", "eth0", "netns", other.Name);
        home.Run("ip", "link", "set", "port1", "master", Bridge, "up");
        other.Run("ip", "link", "set", "eth0", "up");
    }

    private static void Take(NetNamespace other, string address)
    {
        other.Run("ip", "address", "add", address + "/24", "dev", "eth0");
        Speak(other);
    }

    // Its kernel asks for a hardware address, which tells everybody its own; whether the answer comes is not the point.
    private static void Speak(NetNamespace other)
    {
        other.Run("ip", "neighbour", "flush", "dev", "eth0");
        try
        {
            other.Run("ping", "-c", "1", "-W", "1", Link.PeerAddress);
        }
        catch (InvalidOperationException)
        {
            // No answer: two hosts have one address.
        }
    }
}
