using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>netstackd's start: markers only for what happened, in their order.</summary>
public sealed class NetstackBootTests
{
    [Fact]
    public void Without_DHCP_the_static_address_is_taken_at_once()
    {
        var world = new NetworkWorld();
        world.Add();
        world.RunUntil(() => world.Markers.Contains("0 netstackd: ready"));
        Assert.Equal(
            [
                "0 net: virtio-net up", "0 SELFTEST: net iface ok", "0 net: dhcp unavailable (fallback static 10.42.0.10/24)",
                "0 net: smoltcp iface up 10.42.0.10", "0 SELFTEST: net tcp listen ok", "0 netstackd: facade up", "0 netstackd: ready",
            ],
            world.Markers.Where(line => !line.StartsWith("0 init", StringComparison.Ordinal)));
        Assert.Equal(Instant.Zero, world.Loop.Now);
    }

    [Fact]
    public void With_a_silent_link_the_fallback_comes_after_the_configured_time()
    {
        var world = new NetworkWorld { Boot = "softbus.dhcp=300" };
        world.Add();
        world.RunUntil(() => world.Markers.Contains("0 net: smoltcp iface up 10.42.0.10"));
        Assert.Equal(Instant.Zero + TimeSpan.FromMilliseconds(300), world.Loop.Now);
        Assert.DoesNotContain("0 " + Markers.Netstackd.PingOk, world.Markers);
    }

    [Fact]
    public void With_a_lease_the_gateway_and_the_resolver_are_proven()
    {
        var world = new NetworkWorld { Boot = "softbus.testkeys=1" };
        var gateway = new ScriptedGateway(world);
        world.Add(("app", async (_, facade) =>
        {
            var addresses = await facade.DnsAAsync("peer.test");
            Assert.Equal(FacadeStatus.Ok, addresses.Status);
            Assert.Equal(ScriptedGateway.Resolved, Assert.Single(addresses.Value));
        }
        ));
        world.RunUntil(() => world.Markers.Contains("0 netstackd: ready") && gateway.Queries == 2);
        Assert.Equal(
            [
                "0 net: virtio-net up", "0 SELFTEST: net iface ok", "0 net: dhcp bound 10.42.0.77/24 gw=10.42.0.2", "0 net: smoltcp iface up 10.42.0.77",
                "0 SELFTEST: net ping ok", "0 SELFTEST: net udp dns ok", "0 SELFTEST: net tcp listen ok", "0 netstackd: facade up", "0 netstackd: ready",
            ],
            world.Markers.Where(line => !line.StartsWith("0 init", StringComparison.Ordinal)));
        Assert.True(world.Loop.Now < Instant.Zero + TimeSpan.FromMilliseconds(100), $"{world.Loop.Now}");
    }

    [Fact]
    public void Silent_gateways_and_resolvers_are_said_to_be_silent()
    {
        var world = new NetworkWorld { Boot = "softbus.testkeys=1" };
        _ = new ScriptedGateway(world) { AnswersEcho = false, AnswersNames = false };
        world.Add();
        world.RunUntil(() => world.Markers.Contains("0 netstackd: ready"));
        Assert.Contains("0 netstackd: net ping FAIL", world.Markers);
        Assert.Contains("0 netstackd: net dns proof fail", world.Markers);
        Assert.DoesNotContain("0 SELFTEST: net ping ok", world.Markers);
        Assert.DoesNotContain("0 SELFTEST: net udp dns ok", world.Markers);
    }

    [Fact]
    public void Without_a_device_the_facade_answers_IO()
    {
        var world = new NetworkWorld();
        byte[] answer = [], malformed = [];
        world.AddRaw(false, world.RawApplication("app", async task =>
        {
            foreach (string hex in new[] { "4e53010a0900000000000000", "4e53010a09" })
            {
                task.Slots.Clone(NetworkWorld.ReplySlot, out int clone);
                await task.Sender(NetworkWorld.ServerSlot).SendAsync(Convert.FromHexString(hex), Instant.Never, clone);
                using var reply = await task.Receiver(NetworkWorld.InboxSlot).ReceiveAsync();
                (answer, malformed) = (malformed, reply.Payload.ToArray());
            }
        }));
        world.Run();
        Assert.Equal("4e53018a040900000000000000", Convert.ToHexStringLower(answer));
        Assert.Equal("4e53018a02", Convert.ToHexStringLower(malformed));
        Assert.Contains("0 netstackd: net FAIL mmio-cap-missing", world.Markers);
        Assert.DoesNotContain("0 netstackd: facade up", world.Markers);
    }
}
