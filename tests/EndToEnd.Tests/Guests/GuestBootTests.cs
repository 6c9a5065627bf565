using DSoftBus.Image.Manifest;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Markers;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>Real boots of the image: devices, drivers and the program's own words.</summary>
[Collection(GuestCollection.Name)]
public sealed class GuestBootTests
{
    private const string StaticAddress = "softbus.dhcp=0";

    /// <summary>On a busy host the gateway of the test may answer later than a guest usually waits.</summary>
    private const string PatientDhcp = "softbus.dhcp=30000";

    [Fact]
    public async Task TheGuestFindsItsDevicesAndItsEntropy()
    {
        await using var boot = GuestBoot.Start(StaticAddress);
        await boot.WaitForAsync(Markers.Init.Ready);
        Assert.Single(boot.Lines, line => line.StartsWith("init: device ", StringComparison.Ordinal) && line.EndsWith("virtio network", StringComparison.Ordinal));
        Assert.Single(boot.Lines, line => line.StartsWith("init: device ", StringComparison.Ordinal) && line.EndsWith("virtio entropy", StringComparison.Ordinal));
        Assert.Contains("init: entropy from virtio-rng and RDRAND", boot.Lines);
    }

    /// <summary>Frames on the cable are whole: no checksum and no segmentation is left to anybody, although the driver takes all that it is offered. The rings' own features are there.</summary>
    [Fact]
    public async Task OnTheCableNoOffloadIsNegotiated()
    {
        await using var boot = GuestBoot.Start(StaticAddress);
        Assert.Equal("init: network device features: mac mergeable indirect event-index", await boot.WaitForAsync("init: network device features:"));
    }

    [Fact]
    public async Task AFeatureThatIsNoneIsSaidAndNothingIsSwitchedOff()
    {
        await using var boot = GuestBoot.Start(StaticAddress, "softbus.net.off=mergeable,tso5");
        Assert.Equal(
            "init: softbus.net.off: no feature is named 'tso5', so none is switched off; names: csum,guest-csum,mtu,guest-tso4,tso4,mergeable,indirect,event-index",
            await boot.WaitForAsync("init: softbus.net.off"));
        Assert.EndsWith(": mac mergeable indirect event-index", await boot.WaitForAsync("init: network device features"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheGuestRunsTheManifestThatTheHostKnows()
    {
        await using var boot = GuestBoot.Start(StaticAddress, "softbus.manifest");
        await boot.WaitForAsync(Markers.Init.Ready);
        Assert.Equal(
            ManifestPrinter.Print(Manifests.Softbus),
            boot.Lines.Where(line => line.StartsWith("manifest:", StringComparison.Ordinal)));
    }

    /// <summary>DHCP, ARP, ICMP and DNS of the guest's own stack over the real device, answered by the cable's gateway.</summary>
    [Fact]
    public async Task TheGuestTalksToTheGateway()
    {
        await using var boot = GuestBoot.Start(cable => VirtualGateway.Attach(cable), PatientDhcp);
        await boot.WaitForAsync("net: dhcp bound 10.0.2.15/24");
        await boot.WaitForAsync("SELFTEST: net ping ok");
        await boot.WaitForAsync("netstackd: facade up");
    }

    /// <summary>Every frame length from a bare header to the MTU, many in flight, until the 16-bit indices of both rings have wrapped.</summary>
    [Fact]
    public Task FramesOfEveryLengthComeBackUnchanged() => PingAsync(70_000, StaticAddress);

    [Theory]
    [InlineData("mergeable")]
    [InlineData("event-index")]
    [InlineData("mergeable,indirect,event-index")]
    public Task SoTheyDoWithoutTheFeaturesOfTheRings(string off) => PingAsync(3000, StaticAddress, $"softbus.net.off={off}");

    private static async Task PingAsync(int frames, params string[] words)
    {
        const int Lengths = 1500 - 20 - 8 + 1;
        const int InFlight = 24;
        PingingPeer? peer = null;
        var guest = MacAddress.Parse(GuestBoot.Address);
        await using var boot = GuestBoot.Start(cable => peer = new PingingPeer(cable, guest, new Ipv4Address(10, 42, 0, 10)), words);
        await boot.WaitForAsync("net: smoltcp iface up 10.42.0.10");
        Assert.Equal(guest, await peer!.ResolveAsync());

        int sent = 0;
        for (int received = 0; received < frames; received++)
        {
            for (; sent < frames && sent < received + InFlight; sent++)
                peer.Ping(sent % Lengths, (ushort)sent);
            Assert.Equal(((ushort)received, received % Lengths), await peer.ReplyAsync());
        }
    }
}
