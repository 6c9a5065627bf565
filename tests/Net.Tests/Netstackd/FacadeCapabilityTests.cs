using DSoftBus.Net.Facade;
using DSoftBus.Net.Netstackd;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>CAP_MOVE and correlation (netstackd-ipc.md sections 3 and 4): every path closes exactly once, replies find their calls.</summary>
public sealed class FacadeCapabilityTests
{
    [Fact]
    public void Eight_calls_in_flight_answered_in_reverse_with_a_stale_reply_among_them()
    {
        var results = new ushort[8];
        long stale = 0;
        RunAgainst(
            async (task, requests) =>
            {
                var taken = new List<(ulong Nonce, int Slot)>();
                while (taken.Count < 8)
                {
                    using var message = await requests.ReceiveAsync();
                    FacadeRequest.TryParse(message.Payload, out var call);
                    taken.Add((call.Nonce!.Value, message.TakeMovedSlot()));
                }

                taken.Reverse();
                await task.Sender(taken[0].Slot).SendAsync(Reply(FacadeOperation.IcmpPing, 999, 4711), Instant.Never);
                foreach (var (nonce, slot) in taken)
                {
                    // The wrong operation first, the right reply, and the right reply once more.
                    await task.Sender(slot).SendAsync(Reply(FacadeOperation.UdpSendTo, 0, nonce), Instant.Never);
                    await task.Sender(slot).SendAsync(Reply(FacadeOperation.IcmpPing, (ushort)(100 + nonce), nonce), Instant.Never);
                    await task.Sender(slot).SendAsync(Reply(FacadeOperation.IcmpPing, 1, nonce), Instant.Never);
                    task.Slots.Close(slot);
                }
            },
            async (task, client) =>
            {
                int before = task.Slots.Used;
                var calls = Enumerable.Range(0, 8).Select(async i =>
                {
                    var result = await PingAsync(client);
                    Assert.True(result.IsOk);
                    results[i] = (ushort)result.Value.TotalMilliseconds;
                }).ToArray();
                Assert.Equal(8, client.InFlight);
                await Task.WhenAll(calls);
                await task.DelayAsync(TimeSpan.FromSeconds(1));
                Assert.Equal(before, task.Slots.Used);
                Assert.Equal(0, client.InFlight);
                stale = client.StaleReplies;
            });
        Assert.Equal([101, 102, 103, 104, 105, 106, 107, 108], results.Select(value => (int)value));
        Assert.Equal(17, stale);
    }

    [Fact]
    public void A_server_that_never_answers_costs_its_deadline_and_leaves_nothing()
    {
        RunAgainst(
            async (task, requests) =>
            {
                while (true)
                {
                    using var message = await requests.ReceiveAsync();
                    await task.DelayAsync(TimeSpan.FromSeconds(1));
                }
            },
            async (task, client) =>
            {
                int before = task.Slots.Used;
                var start = task.Now;
                Assert.Equal(FacadeStatus.CallFailed, (await client.LocalAddressAsync()).Status);
                Assert.Equal(client.CallTimeout, task.Now - start);

                // The queue of 8 fills; what does not fit is not sent and its clone is closed.
                var calls = Enumerable.Range(0, 30).Select(async _ => (await client.LocalAddressAsync()).Status).ToArray();
                Assert.All(await Task.WhenAll(calls), status => Assert.Equal(FacadeStatus.CallFailed, status));
                Assert.Equal(before, task.Slots.Used);
                Assert.Equal(31, client.FailedCalls);
            });
    }

    [Fact]
    public void More_calls_than_the_table_holds_are_refused_at_once()
    {
        RunAgainst(
            async (_, requests) =>
            {
                while (true)
                {
                    using var message = await requests.ReceiveAsync();
                    await message.ReplyAsync(Reply(FacadeOperation.IcmpPing, 1, Nonce(message)), Instant.Never);
                }
            },
            async (_, client) =>
            {
                var calls = Enumerable.Range(0, FacadeClient.MaximumInFlight + 1)
                    .Select(async _ => (await PingAsync(client)).Status).ToArray();
                var results = await Task.WhenAll(calls);
                Assert.Equal(FacadeStatus.Limit, results[^1]);
                Assert.All(results[..^1], status => Assert.Equal(FacadeStatus.Ok, status));
            });
    }

    [Fact]
    public void A_reply_that_makes_no_sense_is_an_answer_of_its_own()
    {
        RunAgainst(
            async (_, requests) =>
            {
                using var message = await requests.ReceiveAsync();
                var reply = Reply(FacadeOperation.IcmpPing, 1, Nonce(message));
                reply[4] = 77;
                await message.ReplyAsync(reply, Instant.Never);
            },
            async (_, client) =>
                Assert.Equal(FacadeStatus.ReplyInvalid, (await PingAsync(client)).Status));
    }

    [Fact]
    public void The_server_keeps_no_slot_whatever_clients_send()
    {
        var world = new NetworkWorld();
        int before = 0, after = 0;
        world.AddRaw(true,
            world.RawApplication("app", async task =>
            {
                var inbox = task.Receiver(NetworkWorld.InboxSlot);
                var server = task.Sender(NetworkWorld.ServerSlot);
                await ExchangeAsync(task, inbox, server, [0x4e, 0x53, 1, 10]);
                before = world.ServerSlots;
                foreach (string hex in new[] { "", "4e", "4e58010a", "4e53017e", "4e530101", "4e53010a0a", "4e53010d02010000000109000100000000000000" })
                    await ExchangeAsync(task, inbox, server, Convert.FromHexString(hex));

                // No reply capability, and one that cannot send.
                await server.SendAsync(Convert.FromHexString("4e53010a"), Instant.Never);
                Assert.Equal(IpcStatus.Ok, task.Slots.CreateMemoryObject(4096, out int memory));
                await server.SendAsync(Convert.FromHexString("4e53010a"), Instant.Never, memory);

                // A hundred waits on one handle: each replaces the one before.
                await ExchangeAsync(task, inbox, server, Convert.FromHexString("4e5301060900"));
                for (int i = 0; i < 100; i++)
                {
                    task.Slots.Clone(NetworkWorld.ReplySlot, out int clone);
                    await server.SendAsync(Convert.FromHexString("4e53010d030100000001ffff"), Instant.Never, clone);
                    if (i > 0)
                        (await inbox.ReceiveAsync()).Dispose();
                }

                await ExchangeAsync(task, inbox, server, Convert.FromHexString("4e53010e0301000000"));
                (await inbox.ReceiveAsync()).Dispose();
                after = world.ServerSlots;
            }));
        world.Run();
        Assert.Equal(before, after);
    }

    [Fact]
    public void A_client_that_does_not_read_its_inbox_holds_up_nobody()
    {
        var world = new NetworkWorld { Settings = new NetstackSettings { LateReplies = 4 } };
        int before = 0;
        world.AddRaw(true,
            world.RawApplication("sleeper", async task =>
            {
                for (int i = 0; i < 30; i++)
                {
                    task.Slots.Clone(NetworkWorld.ReplySlot, out int clone);
                    await task.Sender(NetworkWorld.ServerSlot).SendAsync(Convert.FromHexString("4e53010a"), Instant.Never, clone);
                }
            }),
            world.Application("app", async (task, facade) =>
            {
                var start = task.Now;
                for (int i = 0; i < 20; i++)
                    Assert.True((await facade.LocalAddressAsync()).IsOk);
                Assert.Equal(start, task.Now);
                await task.DelayAsync(TimeSpan.FromSeconds(2));
                before = world.ServerSlots;
            }));
        world.Run();
        Assert.Equal(world.EmptyServerSlots, before);
    }

    private static async ValueTask ExchangeAsync(TaskContext task, Receiver inbox, Sender server, byte[] request)
    {
        task.Slots.Clone(NetworkWorld.ReplySlot, out int clone);
        await server.SendAsync(request, Instant.Never, clone);
        (await inbox.ReceiveAsync()).Dispose();
    }

    private static ValueTask<FacadeResult<TimeSpan>> PingAsync(FacadeClient client) => client.PingAsync(NetworkWorld.AddressOf(0), TimeSpan.FromSeconds(9));

    private static ulong Nonce(Message message)
    {
        FacadeRequest.TryParse(message.Payload, out var call);
        return call.Nonce!.Value;
    }

    private static byte[] Reply(FacadeOperation operation, ushort value, ulong nonce)
    {
        var bytes = new byte[15];
        Assert.Equal(15, new FacadeReply { Operation = operation, Value = value, Nonce = nonce }.Emit(bytes));
        return bytes;
    }

    // A server written by the test, with the client in the slots of a task.
    private static void RunAgainst(Func<TaskContext, Receiver, ValueTask> server, Func<TaskContext, FacadeClient, ValueTask> client)
    {
        bool done = false;
        var failures = new List<string>();
        var loop = new TaskLoop(new VirtualPlatform());
        var node = new Node(loop, new TaskManifest("test",
            new TaskEntry("server", async task => await server(task, task.Receiver(5)), RestartPolicy.Never, Grants.Receive(5, "server")),
            new TaskEntry("client", async task =>
            {
                await client(task, new FacadeClient(task, 3, 5, 6));
                done = true;
            }, RestartPolicy.Never, Grants.Send(3, "server"), Grants.Receive(5, "inbox"), Grants.Send(6, "inbox"))),
            new NodeOptions { Entropy = _ => new TestEntropy(1), OnFailure = report => failures.Add(report.Exception.ToString()) });
        node.Start();
        loop.RunUntil(() => done || failures.Count > 0, loop.Now + TimeSpan.FromMinutes(10));
        node.Stop();
        Assert.Empty(failures);
        Assert.True(done);
    }
}
