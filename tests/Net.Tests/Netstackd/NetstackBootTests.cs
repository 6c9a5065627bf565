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
