using DSoftBus.Tests.Oracle.Captures;
using DSoftBus.Tests.Oracle.Machine;
using DSoftBus.Tests.Oracle.Rigs;
using Xunit;

namespace DSoftBus.Tests.Oracle.Leases;

/// <summary>A real DHCP server and resolver (RFC 2131, RFC 1035).</summary>
public sealed class LeaseTests
{
    [NeedsNamespacesFact("dnsmasq", "timeout")]
    public async Task ALeaseIsTakenRenewedAndGivenBackAndNamesAreResolved()
    {
        await using var link = Link.Create();
        await using var server = await Dnsmasq.StartAsync(link.Home, Link.Tap);
        var capture = new Capture("lease");
        await link.Stack.ExpectAsync($"open tap={Link.Tap} capture={capture.File}");
        string address = await link.Stack.RunAsync("address");
        Assert.Matches(@"^10\.77\.0\.(5\d|60)/24 gateway 10\.77\.0\.1 resolver 10\.77\.0\.1$", address);

        Assert.Equal("10.77.0.71", await link.Stack.RunAsync("resolve one.test"));
        Assert.Equal("10.77.0.72 10.77.0.73", await link.Stack.RunAsync("resolve two.test"));
        Assert.Equal("NotFound", await link.Stack.RunAsync("resolve three.test"));

        await server.UntilAsync("DHCPACK", count: 2);
        Assert.Equal(address, await link.Stack.RunAsync("address"));

        await link.Stack.ExpectAsync("release-lease");
        await server.UntilAsync("DHCPRELEASE");
        await link.Stack.ExpectAsync("address gone=1");
        await link.Stack.ExpectAsync("unplug");
        Assert.Equal([], await ExpertCheck.ComplaintsAsync(capture));
        capture.Delete();
    }
}
