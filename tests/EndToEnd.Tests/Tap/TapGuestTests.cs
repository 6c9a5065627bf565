using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using DSoftBus.Qemu.Launch;
using DSoftBus.Tests.EndToEnd.Guests;
using DSoftBus.Tests.Metal.NetPeer;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.EndToEnd.Tap;

/// <summary>Our stack in a guest against the Linux kernel, over a TAP device with every offload that QEMU offers, with each of them withheld, and with none.</summary>
[Collection(GuestCollection.Name)]
public sealed class TapGuestTests(ITestOutputHelper log)
{
    private const int Megabyte = 1_000_000;
    private const int AfterFin = 50_000;

    // QEMU's name of a feature and the driver's.
    public static TheoryData<string, string> SingleFeatures => new()
    {
        { "csum", "csum" },
        { "guest_csum", "guest-csum" },
        { "host_tso4", "tso4" },
        { "guest_tso4", "guest-tso4" },
        { "mrg_rxbuf", "mergeable" },
        { "event_idx", "event-index" },
        { "indirect_desc", "indirect" },
    };

    [Fact]
    public void EveryFeatureIsAmongThem() => Assert.Equal(TapLink.Features, SingleFeatures.Select(row => (string)row[0]));

    [Fact]
    public Task FiveMegabytesEachWayWithAllOffloads() => TransferAsync([], 5 * Megabyte);

    [Fact]
    public Task FiveMegabytesEachWayWithoutOffloads() => TransferAsync([.. TapLink.Offloads], 5 * Megabyte);

    [Theory]
    [MemberData(nameof(SingleFeatures))]
    public Task OneMegabyteEachWayWithAFeatureThatTheCardLacks(string feature, string name) => TransferAsync([feature], Megabyte, name);

    [Fact]
    public async Task EndsResetsAndClosedWindowsAreTheKernels()
    {
        await using TapGuest? guest = await TapGuest.StartAsync(log, []);
        if (guest is null)
            return;

        // A closed port, a reset by the guest, a reset by the kernel.
        Assert.Equal(SocketError.ConnectionRefused, await guest.InsideAsync(() => Assert.Throws<SocketException>(() => guest.Connect(PeerPorts.Closed)).SocketErrorCode));
        Assert.Equal(SocketError.ConnectionReset, await guest.InsideAsync(() =>
        {
            using Socket socket = guest.Connect(PeerPorts.Reset);
            socket.Send([1]);
            return Assert.Throws<SocketException>(() => socket.Receive(new byte[1])).SocketErrorCode;
        }));
        long failed = await guest.InsideAsync(() => guest.Counters()("ConnectionsFailed"));
        await guest.InsideAsync(() =>
        {
            using Socket socket = guest.Connect(PeerPorts.Echo, socket => socket.LingerState = new LingerOption(true, 0));
            socket.Send([1]);
            return socket.Receive(new byte[1]);
        });
        Assert.Equal(failed + 1, await guest.InsideAsync(() => guest.Counters()("ConnectionsFailed")));

        // The kernel's window closed until the guest asked whether it still is; the guest's window closed until it reads, a second later.
        Assert.Equal(Digest(Megabyte), await guest.InsideAsync(() => TapTransfers.Receive(guest, Megabyte, after: 0, () =>
        {
            while (guest.Counters()("WindowProbes") == 0)
            {
            }
        })));
        Assert.Equal(Digest(3 * Megabyte), await guest.InsideAsync(() => TapTransfers.Send(guest, PeerPorts.Late, TapTransfers.Pattern(3 * Megabyte))));

        guest.Capture.Complete();
        Assert.NotEmpty(guest.Capture.Select($"tcp.analysis.zero_window && ip.src == {TapGuest.HostAddress}"));
        Assert.NotEmpty(guest.Capture.Select($"tcp.analysis.zero_window && ip.src == {guest.Address}"));
        Assert.Empty(CaptureReport.Of(guest.Capture, areChecksumsComplete: false).Damage);
    }

    [Fact]
    public async Task HundredsOfShortConnectionsLeaveNothing()
    {
        const int rounds = 40, atOnce = 10;
        await using TapGuest? guest = await TapGuest.StartAsync(log, []);
        if (guest is null)
            return;
        (long before, long buffers) = await guest.InsideAsync(() => (guest.Counters()("ConnectionsAccepted"), guest.Counters()("buffers_free")));
        int[] good = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => guest.InsideAsync(() => Enumerable.Range(0, rounds).Count(_ => IsServed(guest)))));
        Assert.Equal(rounds * atOnce, good.Sum());
        Func<string, long> counters = await guest.InsideAsync(guest.Counters);
        Assert.Equal(before + rounds * atOnce, counters("ConnectionsAccepted"));
        Assert.Equal((0, buffers), (counters("connections"), counters("buffers_free"))); // who ends first waits, and that was the kernel
    }

    [Fact]
    public async Task DatagramsOfEverySizeAreAnswered()
    {
        await using TapGuest? guest = await TapGuest.StartAsync(log, []);
        if (guest is null)
            return;
        foreach (int size in new[] { 0, 1, 3, 512, 1471, PeerPorts.LargestEcho })
        {
            byte[] datagram = TapTransfers.Pattern(size);
            Assert.Equal(datagram, await guest.InsideAsync(() => guest.Ask(PeerPorts.Datagrams, datagram)));
        }

        // These arrive in pieces; only their digest fits into an answer.
        foreach (int size in new[] { PeerPorts.LargestEcho + 1, 4000, 30_000, 65_507 })
        {
            byte[] datagram = TapTransfers.Pattern(size);
            Assert.Equal(SHA256.HashData(datagram), await guest.InsideAsync(() => guest.Ask(PeerPorts.Datagrams, datagram)));
        }
    }

    [Fact]
    public async Task DnsmasqGivesTheAddress()
    {
        if (!File.Exists("/usr/sbin/dnsmasq"))
        {
            log.WriteLine("Not run: dnsmasq is not installed.");
            return;
        }

        GuestProcess? server = null;
        try
        {
            await using TapGuest? guest = await TapGuest.StartAsync(
                log, [],
                home => server = GuestProcess.Start(
                    home.Wrap(new GuestCommand("/usr/sbin/dnsmasq",
                    [
                        "--no-daemon", "--conf-file=/dev/null", "--port=0", "--user=root", $"--interface={TapGuest.Device}", "--bind-interfaces", "--leasefile-ro",
                        "--pid-file=", "--dhcp-range=10.42.0.50,10.42.0.60,2m", $"--dhcp-host={TapGuest.Hardware},10.42.0.55",
                    ])),
                    TapGuest.Patience * 3, log.WriteLine, _ => { }),
                "dhcp");
            if (guest is null)
                return;
            Assert.Equal(IPAddress.Parse("10.42.0.55"), guest.Address);
            guest.Home.Run("ping", "-c", "1", "-W", "20", "10.42.0.55");
        }
        finally
        {
            if (server is not null)
                await server.DisposeAsync();
        }
    }

    private static string Digest(int length) => Convert.ToHexString(SHA256.HashData(TapTransfers.Pattern(length)));

    private static bool IsServed(TapGuest guest)
    {
        using Socket socket = guest.Connect(PeerPorts.Hold);
        socket.Shutdown(SocketShutdown.Send);
        return socket.Receive(new byte[1]) == 0;
    }

    private async Task TransferAsync(string[] without, int length, string? missing = null)
    {
        await using TapGuest? guest = await TapGuest.StartAsync(log, without);
        if (guest is null)
            return;
        if (missing is not null)
            Assert.DoesNotContain(missing, guest.Negotiated.Split(' '));
        Assert.Equal(without.Contains("csum"), !guest.Features.Contains("TransmitChecksum", StringComparison.Ordinal));
        Assert.Equal(without.Contains("guest_csum"), !guest.Features.Contains("ReceiveChecksum", StringComparison.Ordinal));
        foreach (string size in new[] { "0", "56", "1472", "1473", "4000" })
            guest.Home.Run("ping", "-c", "2", "-i", "0.01", "-W", "20", "-s", size, guest.Address.ToString());
        Assert.Equal(Digest(length), await guest.InsideAsync(() => TapTransfers.Send(guest, PeerPorts.Digest, TapTransfers.Pattern(length))));
        Assert.Equal(Digest(length), await guest.InsideAsync(() => TapTransfers.Receive(guest, length, AfterFin)));
        Assert.Equal($"netpeer: {AfterFin} bytes after the own FIN", await guest.WaitForAsync("netpeer: "));
        // Nothing was lost, so nothing may be sent again; a tail probe may run when this machine lets the guest wait.
        Func<string, long> counters = await guest.InsideAsync(guest.Counters);
        Assert.Equal((0, 0, 0), (counters("RetransmissionTimeouts"), counters("FastRetransmits"), counters("BadChecksum")));

        guest.Capture.Complete();
        if (!File.Exists("/usr/bin/tshark"))
        {
            log.WriteLine("The capture was not checked: tshark is not installed.");
            return;
        }

        CaptureReport report = CaptureReport.Of(guest.Capture, areChecksumsComplete: without.Contains("csum") && without.Contains("guest_csum"));
        Assert.Empty(report.Damage);
        // Long frames go where both sides agreed on them, and nowhere else.
        Assert.Equal(!without.Contains("csum") && !without.Contains("host_tso4"), report.LongFramesFrom.Contains(guest.Address.ToString()));
        Assert.Equal(!without.Intersect(["guest_csum", "guest_tso4", "mrg_rxbuf"]).Any(), report.LongFramesFrom.Contains(TapGuest.HostAddress));
        log.WriteLine($"{report.Frames} frames, tail probes of the guest: {counters("TailProbes")}");
    }
}
