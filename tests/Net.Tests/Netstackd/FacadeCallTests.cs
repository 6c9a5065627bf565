using DSoftBus.Net.Facade;
using DSoftBus.Net.Netstackd;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>Datagrams, WAIT, ownership, limits and the other calls.</summary>
public sealed class FacadeCallTests
{
    private static readonly Ipv4Address Group = new(239, 42, 0, 1);

    [Fact]
    public void A_joined_group_is_heard_by_the_other_node_and_by_both_tasks_of_one_machine()
    {
        var world = new NetworkWorld();
        var heard = new List<string>();
        async ValueTask Hear(TaskContext task, FacadeClient facade)
        {
            var socket = (await facade.UdpBindAsync(37020, Ipv4Address.Any)).Value;
            Assert.Equal(FacadeStatus.Ok, await socket.JoinAsync(Group));
            var buffer = new byte[2048];
            var result = await socket.ReceiveFromAsync(buffer, Instant.Never);
            heard.Add($"{task.Name} {result.Value.From} {result.Value.Length} {buffer[result.Value.Length - 1]}");
            await socket.CloseAsync();
        }

        world.Add(("first", Hear), ("second", Hear));
        world.Add(("speaker", async (task, facade) =>
        {
            var socket = (await facade.UdpBindAsync(37020, Ipv4Address.Any)).Value;
            await task.DelayAsync(TimeSpan.FromMilliseconds(50));
            var announce = new byte[1145];
            announce[^1] = 7;
            Assert.Equal(FacadeStatus.Ok, await socket.SendToAsync(new UdpEndpoint(Group, 37020), announce));
        }
        ));
        world.Run();
        Assert.Equal(["first 10.42.0.11:37020 1145 7", "second 10.42.0.11:37020 1145 7"], heard.Order());
    }

    [Fact]
    public void Without_joining_a_group_is_not_heard()
    {
        var world = new NetworkWorld();
        world.Add(("listener", async (task, facade) =>
        {
            var socket = (await facade.UdpBindAsync(37020, Ipv4Address.Any)).Value;
            Assert.Equal(FacadeStatus.TimedOut, (await socket.ReceiveFromAsync(new byte[100], task.Now + TimeSpan.FromSeconds(1))).Status);
        }
        ));
        world.Add(("speaker", async (task, facade) =>
        {
            var socket = (await facade.UdpBindAsync(0, Ipv4Address.Any)).Value;
            await task.DelayAsync(TimeSpan.FromMilliseconds(50));
            await socket.SendToAsync(new UdpEndpoint(Group, 37020), new byte[3]);
        }
        ));
        world.Run();
    }

    [Fact]
    public void Datagrams_to_the_own_address_come_back_whole()
    {
        var world = new NetworkWorld();
        world.Add(("app", async (_, facade) =>
        {
            var socket = (await facade.UdpBindAsync(37020)).Value;
            await socket.SendToAsync(new UdpEndpoint(NetworkWorld.AddressOf(0), 37020), new byte[300]);
            await socket.SendToAsync(new UdpEndpoint(NetworkWorld.AddressOf(0), 37020), new byte[5]);
            Assert.Equal(300, (await socket.ReceiveFromAsync(new byte[400], Instant.Never)).Value.Length);
            Assert.Equal(5, (await socket.ReceiveFromAsync(new byte[400], Instant.Never)).Value.Length);
            Assert.Equal(FacadeStatus.Io, (await facade.UdpBindAsync(37020)).Status);
            Assert.Equal(FacadeStatus.Malformed, await socket.SendToAsync(new UdpEndpoint(Group, 37020), new byte[1473]));
            Assert.Equal(FacadeStatus.Io, await socket.JoinAsync(new Ipv4Address(10, 0, 0, 1)));
        }
        ));
        world.Run();
    }

    [Fact]
    public void Ping_local_address_counters_and_names()
    {
        var world = new NetworkWorld();
        world.Add(("app", async (task, facade) =>
        {
            var ping = await facade.PingAsync(NetworkWorld.AddressOf(1), TimeSpan.FromSeconds(3));
            Assert.True(ping.IsOk);
            Assert.InRange(ping.Value.TotalMilliseconds, 2, 10);
            Assert.Equal(FacadeStatus.TimedOut, (await facade.PingAsync(NetworkWorld.AddressOf(77), TimeSpan.FromMilliseconds(200))).Status);
            Assert.Equal(new Ipv4Network(NetworkWorld.AddressOf(0), 24), (await facade.LocalAddressAsync()).Value);
            var counters = (await facade.StatAsync(3)).Value;
            Assert.Equal(32, counters.Length);
            Assert.Equal(96, counters[0].Id);
            Assert.True(counters[0].Value >= 1);
            Assert.Equal(192, (await facade.StatAsync(6)).Value[0].Id);
            var device = (await facade.StatAsync((byte)NetCounterGroup.Device)).Value;
            Assert.Equal((352, true, 0UL), (device[0].Id, device[0].Value >= 2, device[(int)NetDeviceCounter.DroppedNoBuffer].Value));
            Assert.Equal(FacadeStatus.NotFound, (await facade.StatAsync(12)).Status);
            Assert.Equal(FacadeStatus.NotFound, (await facade.StatAsync(99)).Status);
            Assert.Equal(FacadeStatus.Io, (await facade.DnsAAsync("localhost")).Status);
            Assert.Equal(FacadeStatus.Malformed, (await facade.DnsAAsync("a..b")).Status);
            Assert.Equal(Instant.Zero, Instant.Min(task.Now, Instant.Zero));
        }
        ));
        world.Add();
        world.Run();
    }

    [Fact]
    public void A_handle_of_another_sender_is_denied_and_an_unknown_one_not_found()
    {
        var world = new NetworkWorld();
        var status = new List<FacadeStatus>();
        world.AddRaw(true,
            world.Application("owner", async (task, facade) =>
            {
                Assert.Equal(1u, (await facade.ListenAsync(80)).Value.Handle);
                Assert.Equal(1u, (await facade.UdpBindAsync(80)).Value.Handle);
                Assert.True((await facade.ConnectAsync(NetworkWorld.AddressOf(0), 80, Instant.Never)).IsOk);
                await task.DelayAsync(TimeSpan.FromSeconds(1));
            }),
            world.RawApplication("thief", async task =>
            {
                await task.DelayAsync(TimeSpan.FromMilliseconds(300));
                foreach (var request in Attempts(handle: 1).Concat(Attempts(handle: 7)))
                    status.Add(await AskAsync(task, request));
            }));
        world.Run();
        Assert.Equal([.. Enumerable.Repeat(FacadeStatus.Denied, 13), .. Enumerable.Repeat(FacadeStatus.NotFound, 13)], status);
    }

    [Fact]
    public void A_new_generation_of_a_sender_finds_the_handles_of_the_old_one_closed()
    {
        var world = new NetworkWorld();
        int starts = 0;
        world.AddRaw(true, world.Application("app", async (task, facade) =>
        {
            Assert.True((await facade.ListenAsync(80)).IsOk);
            Assert.True((await facade.UdpBindAsync(80)).IsOk);
            if (++starts == 1)
                task.Start("dies", () => throw new OperationCanceledException("on purpose"));
            await task.DelayAsync(TimeSpan.FromMilliseconds(50));
        }, RestartPolicy.Always));
        world.ExpectedFailures = 1;
        world.Run();
        Assert.Equal(2, starts);
    }

    [Fact]
    public void Tables_answer_LIMIT_and_give_their_places_back()
    {
        var world = new NetworkWorld { Settings = new NetstackSettings { Listeners = 4, UdpSockets = 4, Streams = 4, OwnerShare = 2 } };
        world.Add(("app", async (_, facade) =>
        {
            var listener = (await facade.ListenAsync(80)).Value;
            Assert.True((await facade.ListenAsync(81)).IsOk);
            Assert.Equal(FacadeStatus.Limit, (await facade.ListenAsync(82)).Status);
            Assert.Equal(FacadeStatus.Ok, await listener.CloseAsync());
            Assert.Equal(3u, (await facade.ListenAsync(80)).Value.Handle);
            Assert.Equal(FacadeStatus.Io, (await facade.ConnectAsync(NetworkWorld.AddressOf(0), 83, Instant.Never)).Status);
            Assert.True((await facade.ConnectAsync(NetworkWorld.AddressOf(0), 80, Instant.Never)).IsOk);
            Assert.True((await facade.ConnectAsync(NetworkWorld.AddressOf(0), 80, Instant.Never)).IsOk);
            Assert.Equal(FacadeStatus.Limit, (await facade.ConnectAsync(NetworkWorld.AddressOf(0), 80, Instant.Never)).Status);
        }
        ));
        world.Run();
    }

    [Fact]
    public void WAIT_times_out_reports_readiness_and_the_newer_of_two_replaces_the_older()
    {
        var world = new NetworkWorld();
        world.AddRaw(true, world.RawApplication("app", async task =>
        {
            await SendAsync(task, new FacadeRequest { Operation = FacadeOperation.UdpBind, Port = 9, Nonce = 1 });
            await ReceiveAsync(task);

            // Times out with nothing ready.
            var start = task.Now;
            await SendAsync(task, Waiting(FacadeEvents.Readable, 250, 2));
            Assert.Equal((2ul, 0), await ReceiveAsync(task));
            Assert.InRange((task.Now - start).TotalMilliseconds, 250, 251);

            // Ready at once.
            await SendAsync(task, Waiting(FacadeEvents.Writable | FacadeEvents.Readable, 250, 3));
            Assert.Equal((3ul, 2), await ReceiveAsync(task));

            // The second replaces the first.
            await SendAsync(task, Waiting(FacadeEvents.Readable, FacadeLimits.NoTimeout, 4));
            await SendAsync(task, Waiting(FacadeEvents.Readable, FacadeLimits.NoTimeout, 5));
            Assert.Equal((4ul, 0), await ReceiveAsync(task));

            // A datagram wakes it.
            await SendAsync(task, new FacadeRequest
            {
                Operation = FacadeOperation.UdpSendTo,
                Handle = 1,
                Address = NetworkWorld.AddressOf(0),
                Port = 9,
                Data = [1],
                Nonce = 6,
            });
            Assert.Equal((6ul, 1), await ReceiveAsync(task));
            Assert.Equal((5ul, 1), await ReceiveAsync(task));

            // Closing the handle ends its wait.
            await SendAsync(task, new FacadeRequest { Operation = FacadeOperation.UdpReceiveFrom, Handle = 1, Maximum = 9, Nonce = 7 });
            await ReceiveAsync(task);
            await SendAsync(task, Waiting(FacadeEvents.Readable, FacadeLimits.NoTimeout, 8));
            await SendAsync(task, new FacadeRequest { Operation = FacadeOperation.CloseAny, Kind = HandleKind.Udp, Handle = 1, Nonce = 9 });
            using var ended = await task.Receiver(NetworkWorld.InboxSlot).ReceiveAsync();
            Assert.True(FacadeReply.TryParse(ended.Payload, FacadeOperation.Wait, 8, out var reply));
            Assert.Equal(FacadeStatus.NotFound, reply.Status);
        }));
        world.Run();

        static FacadeRequest Waiting(FacadeEvents events, ushort timeout, ulong nonce) => new()
        {
            Operation = FacadeOperation.Wait,
            Kind = HandleKind.Udp,
            Handle = 1,
            Events = events,
            Timeout = timeout,
            Nonce = nonce,
        };
    }

    private static IEnumerable<byte[]> Attempts(uint handle)
    {
        FacadeOperation[] operations =
        [
            FacadeOperation.Accept, FacadeOperation.Read, FacadeOperation.Write, FacadeOperation.UdpSendTo, FacadeOperation.UdpReceiveFrom,
            FacadeOperation.WaitWritable, FacadeOperation.Wait, FacadeOperation.UdpJoin, FacadeOperation.Shutdown, FacadeOperation.StreamSet,
            FacadeOperation.StreamGet, FacadeOperation.Close, FacadeOperation.CloseAny,
        ];
        foreach (var operation in operations)
        {
            var request = new FacadeRequest
            {
                Operation = operation,
                Handle = handle,
                Kind = HandleKind.Stream,
                Events = FacadeEvents.Writable,
                Maximum = 9,
                Option = StreamOption.Nagle,
                Data = operation is FacadeOperation.Write or FacadeOperation.UdpSendTo ? [1] : [],
                Nonce = 77,
            };
            var bytes = new byte[request.Length];
            request.Emit(bytes);
            yield return bytes;
        }
    }

    private static async ValueTask<FacadeStatus> AskAsync(TaskContext task, byte[] request)
    {
        await SendAsync(task, request);
        using var message = await task.Receiver(NetworkWorld.InboxSlot).ReceiveAsync();
        return (FacadeStatus)message.Payload[4];
    }

    private static ValueTask SendAsync(TaskContext task, FacadeRequest request)
    {
        var bytes = new byte[request.Length];
        request.Emit(bytes);
        return SendAsync(task, bytes);
    }

    private static async ValueTask SendAsync(TaskContext task, byte[] request)
    {
        Assert.Equal(IpcStatus.Ok, task.Slots.Clone(NetworkWorld.ReplySlot, out int clone));
        Assert.Equal(IpcStatus.Ok, await task.Sender(NetworkWorld.ServerSlot).SendAsync(request, Instant.Never, clone));
    }

    // The nonce and the first value of the next reply, which must be Ok.
    private static async ValueTask<(ulong Nonce, int Value)> ReceiveAsync(TaskContext task)
    {
        using var message = await task.Receiver(NetworkWorld.InboxSlot).ReceiveAsync();
        Assert.Equal(0, message.Payload[4]);
        Assert.True(FacadeReply.TryNonce(message.Payload, out ulong nonce));
        return (nonce, message.Payload[5]);
    }
}
