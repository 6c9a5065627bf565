using DSoftBus.Net.Facade;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>Settings of streams, and which datagram sockets may have one port.</summary>
public sealed class FacadeSettingTests
{
    private const ushort Port = 4000;

    [Fact]
    public void Settings_are_read_as_they_were_set_and_refused_outside_their_bounds()
    {
        Connected(async (_, stream, _) =>
        {
            (StreamOption Option, uint First, uint New, uint Bad)[] table =
            [
                (StreamOption.KeepAlive, 0, 1, 2), (StreamOption.KeepAliveIdle, 7_200_000, 1000, 999), (StreamOption.KeepAliveInterval, 75_000, 86_400_000, 86_400_001),
                (StreamOption.KeepAliveCount, 9, 255, 256), (StreamOption.Nagle, 0, 1, uint.MaxValue), (StreamOption.UserTimeout, 0, 1000, 1),
            ];
            foreach (var (option, first, changed, bad) in table)
            {
                Assert.Equal(first, (await stream.GetAsync(option)).Value);
                Assert.Equal(FacadeStatus.Ok, await stream.SetAsync(option, changed));
                Assert.Equal(FacadeStatus.Malformed, await stream.SetAsync(option, bad));
            }

            foreach (var (option, _, changed, _) in table)
                Assert.Equal(changed, (await stream.GetAsync(option)).Value);
            Assert.Equal(FacadeStatus.Ok, await stream.SetAsync(StreamOption.UserTimeout, 0));
            Assert.Equal(0u, (await stream.GetAsync(StreamOption.UserTimeout)).Value);
            Assert.Equal(FacadeStatus.Malformed, (await stream.GetAsync((StreamOption)7)).Status);
        });
    }

    [Fact]
    public void Keep_alive_finds_a_peer_that_is_gone_at_the_times_that_were_set()
    {
        Connected(async (task, stream, peer) =>
        {
            await stream.SetAsync(StreamOption.KeepAliveIdle, 5000);
            await stream.SetAsync(StreamOption.KeepAliveInterval, 2000);
            await stream.SetAsync(StreamOption.KeepAliveCount, 3);
            await stream.SetAsync(StreamOption.KeepAlive, 1);
            var start = task.Now;
            Assert.Equal(FacadeStatus.TimedOut, (await stream.ReadAsync(new byte[1], task.Now + TimeSpan.FromSeconds(60))).Status);
            peer.Stop();
            start = task.Now;
            Assert.Equal(FacadeStatus.Io, (await stream.ReadAsync(new byte[1], Instant.Never)).Status);
            Assert.InRange((task.Now - start).TotalSeconds, 3 * 2, 5 + (3 * 2) + 0.5);
            Assert.Equal(FacadeStatus.Io, await stream.SetAsync(StreamOption.KeepAlive, 0));
        });
    }

    [Fact]
    public void The_user_timeout_ends_a_stream_whose_text_is_not_acknowledged()
    {
        Connected(async (task, stream, peer) =>
        {
            Assert.Equal(FacadeStatus.Ok, await stream.SetAsync(StreamOption.UserTimeout, 5000));
            peer.Stop();
            var start = task.Now;
            Assert.Equal(FacadeStatus.Ok, await stream.WriteAsync(new byte[100], Instant.Never));
            Assert.Equal(FacadeStatus.Io, (await stream.ReadAsync(new byte[1], Instant.Never)).Status);
            Assert.InRange((task.Now - start).TotalSeconds, 5, 20);
        });
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 2)]
    public void Nagle_makes_small_writes_wait_for_company(uint nagle, int segments)
    {
        var world = new NetworkWorld();
        Connected(async (task, stream, _) =>
        {
            await stream.SetAsync(StreamOption.Nagle, nagle);
            await task.DelayAsync(TimeSpan.FromSeconds(1));
            int before = TextSegments(world);
            for (int i = 0; i < 4; i++)
                Assert.Equal(FacadeStatus.Ok, await stream.WriteAsync(new byte[10], Instant.Never));
            await task.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(segments, TextSegments(world) - before);
        }, world);
    }

    [Fact]
    public void A_port_is_one_sockets_unless_all_that_bind_it_ask_to_share()
    {
        var world = new NetworkWorld();
        world.AddRaw(true, world.Application("first", async (task, facade) =>
        {
            var alone = (await facade.UdpBindAsync(5000, Ipv4Address.Any, UdpBindFlags.None)).Value;
            Assert.True((await facade.UdpBindAsync(5001, Ipv4Address.Any, UdpBindFlags.Share)).IsOk);
            Assert.True((await facade.UdpBindAsync(5001, Ipv4Address.Any, UdpBindFlags.Share)).IsOk);
            Assert.True((await facade.UdpBindAsync(5002, Ipv4Address.Any)).IsOk);
            Assert.True((await facade.UdpBindAsync(37020, Ipv4Address.Any)).IsOk);
            Assert.Equal(FacadeStatus.Io, (await facade.UdpBindAsync(37020, Ipv4Address.Any)).Status);
            await task.DelayAsync(TimeSpan.FromSeconds(1));
            await alone.CloseAsync();
            await task.DelayAsync(TimeSpan.FromSeconds(1));
        }), world.Application("second", async (task, facade) =>
        {
            await task.DelayAsync(TimeSpan.FromMilliseconds(500));
            (ushort Port, UdpBindFlags? Flags, FacadeStatus Status)[] table =
            [
                (5000, UdpBindFlags.None, FacadeStatus.InUse), (5000, UdpBindFlags.Share, FacadeStatus.InUse), (5000, null, FacadeStatus.Io),
                (5001, UdpBindFlags.None, FacadeStatus.InUse), (5001, null, FacadeStatus.Io), (5001, UdpBindFlags.Share, FacadeStatus.Ok),
                (5002, UdpBindFlags.Share, FacadeStatus.InUse), (37020, UdpBindFlags.None, FacadeStatus.InUse),
                (37020, UdpBindFlags.Share, FacadeStatus.Ok), (37020, null, FacadeStatus.Io),
            ];
            foreach (var (port, flags, status) in table)
                Assert.Equal((port, flags, status), (port, flags, (await facade.UdpBindAsync(port, Ipv4Address.Any, flags)).Status));
            Assert.Equal(FacadeStatus.InUse, (await facade.UdpBindAsync(5000, NetworkWorld.AddressOf(0), UdpBindFlags.None)).Status);
            Assert.Equal(FacadeStatus.Malformed, (await facade.UdpBindAsync(5003, null, UdpBindFlags.None)).Status);
            await task.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.True((await facade.UdpBindAsync(5000, Ipv4Address.Any, UdpBindFlags.None)).IsOk);
        }), world.Application("third", async (task, facade) =>
        {
            // By the reference's frame two senders have the discovery port together.
            await task.DelayAsync(TimeSpan.FromMilliseconds(700));
            Assert.True((await facade.UdpBindAsync(37020, Ipv4Address.Any)).IsOk);
        }));
        world.Run();
    }

    // Segments with text on the link, which a pure acknowledgment has not.
    private static int TextSegments(NetworkWorld world) => world.Link.Frames.Count(static frame =>
        EthernetView.TryParse(frame.Bytes, out var ethernet) == WireError.None && ethernet.Type == EtherType.Ipv4
        && Ipv4View.TryParse(ethernet.Payload, out var packet) == WireError.None && packet.Protocol == IpProtocol.Tcp
        && TcpView.TryParse(packet.Payload, out var segment) == WireError.None && segment.Payload.Length > 0);

    private static void Connected(Func<TaskContext, FacadeStream, Node, ValueTask> body, NetworkWorld? world = null)
    {
        world ??= new NetworkWorld();
        world.Link.IsRecording = true;
        Node? peer = null;
        world.Add(("app", async (task, facade) =>
        {
            var stream = (await facade.ConnectAsync(NetworkWorld.AddressOf(1), Port, Instant.Never)).Value;
            await body(task, stream, peer!);
        }
        ));
        peer = world.AddRaw(true, world.Guest("peer", async (task, facade) =>
        {
            var listener = (await facade.ListenAsync(Port)).Value;
            var stream = (await listener.AcceptAsync(Instant.Never)).Value;
            while ((await stream.ReadAsync(new byte[100], Instant.Never)).IsOk)
            {
            }

            await task.DelayUntilAsync(Instant.Never);
        }));
        world.Run();
    }
}
