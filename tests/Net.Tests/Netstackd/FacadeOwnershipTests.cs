using DSoftBus.Net.Facade;
using DSoftBus.Net.Netstackd;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>Who has a memory object after each refusal and after the end of either side: exactly one, or nobody and the memory is free.</summary>
public sealed class FacadeOwnershipTests
{
    private const int Size = 4096;
    private const string Channel = "4e530122";

    // Handles: listener 1 and streams 1 (connecting) and 2 (accepted) are the owner's; 77 is nobody's. Stream 1's peer has closed.
    [Theory]
    [InlineData("4e530120" + "4d000000" + "00000000" + "01000000", "4e5301a001")]
    [InlineData("4e530120" + "01000000" + "00000000" + "01000000", "4e5301a008")]
    [InlineData("4e530121" + "01000000" + "00000000" + "01000000", "4e5301a108")]
    [InlineData("4e530123" + "01000000" + "0a2a000a" + "0900" + "00000000" + "01000000", "4e5301a308")]
    [InlineData("4e530124" + "01000000" + "00000000" + "01000000", "4e5301a408")]
    [InlineData("4e530120" + "01000000" + "00000000" + "00000000", "4e5301a002")]
    [InlineData("4e530120" + "01000000" + "01000000" + "00100000", "4e5301a002")]
    [InlineData("4e530120" + "01000000" + "01100000" + "01000000", "4e5301a002")]
    [InlineData("4e530121" + "01000000" + "ffffffff" + "ffffffff", "4e5301a102")]
    [InlineData("4e530123" + "01000000" + "0a2a000a" + "0900" + "00000000" + "c1050000", "4e5301a302")]
    [InlineData("4e53010a", "4e53018a02")]
    [InlineData("4e53010a" + "0700000000000000", "4e53018a02" + "0700000000000000")]
    [InlineData("4e530122", "4e5301a202")]
    [InlineData("4e53010d" + "020100000001ffff", "4e53018d02")]
    [InlineData("4e530120" + "01", "4e5301a002")]
    [InlineData("4e53011f", "4e53019f02")]
    [InlineData("", "4e53018002")]
    [InlineData("58585858", "4e53018002")]
    public void An_object_comes_back_with_every_refusal(string request, string expected)
    {
        var world = new NetworkWorld();
        world.AddRaw(true, world.Application("owner", HoldHandlesAsync), world.RawApplication("stranger", async task =>
        {
            await task.DelayAsync(TimeSpan.FromMilliseconds(300));
            await OpenChannelAsync(task);
            int slots = world.ServerSlots;
            for (int i = 0; i < 3; i++)
            {
                int memory = CreateMarked(task);
                Assert.Equal(IpcStatus.Ok, await task.Sender(NetworkWorld.ServerSlot).SendAsync(Convert.FromHexString(request), Instant.Never, memory));
                using var reply = await task.Receiver(NetworkWorld.InboxSlot).ReceiveAsync();
                Assert.Equal(expected, Convert.ToHexStringLower(reply.Payload));
                CloseMarked(task, reply.TakeMovedSlot());
                Assert.Equal((0, slots), (world.Memory.Allocated, world.ServerSlots));
            }
        }));
        world.Run();
    }

    [Fact]
    public void Streams_that_cannot_now_or_never_again_give_the_object_back_too()
    {
        var world = new NetworkWorld();
        world.AddRaw(true, world.Application("peer", async (task, facade) =>
        {
            var listener = (await facade.ListenAsync(80)).Value;
            var stream = (await listener.AcceptAsync(Instant.Never)).Value;
            await task.DelayAsync(TimeSpan.FromSeconds(1));
            await stream.CloseAsync();
        }), world.Application("app", async (task, facade) =>
        {
            await task.DelayAsync(TimeSpan.FromMilliseconds(100));
            var stream = (await facade.ConnectAsync(NetworkWorld.AddressOf(0), 80, Instant.Never)).Value;
            var memory = facade.CreateMemory(1 << 20).Value;
            Assert.Equal(FacadeStatus.TimedOut, (await stream.ReadObjectAsync(memory, 0, 100, task.Now + TimeSpan.FromMilliseconds(100))).Status);
            Assert.True(memory.IsHere);
            Assert.Equal(FacadeStatus.TimedOut, await stream.WriteObjectAsync(memory, 0, 1 << 20, task.Now + TimeSpan.FromMilliseconds(100)));
            Assert.True(memory.IsHere);
            await task.DelayAsync(TimeSpan.FromSeconds(2));
            Assert.Equal(FacadeStatus.Io, (await stream.ReadObjectAsync(memory, 0, 100, Instant.Never)).Status);
            Assert.Equal(FacadeStatus.Io, await stream.WriteObjectAsync(memory, 0, 100, Instant.Never));
            await stream.CloseAsync();
            Assert.Equal(FacadeStatus.NotFound, await stream.WriteObjectAsync(memory, 0, 100, Instant.Never));
            Assert.True(memory.IsHere);
            memory.Close();
        }));
        world.Run();
        Assert.Equal(0, world.Memory.Allocated);
    }

    [Fact]
    public void Without_an_object_or_with_a_SEND_in_its_place_the_answer_is_MALFORMED()
    {
        var world = new NetworkWorld();
        world.AddRaw(true, world.RawApplication("app", async task =>
        {
            await OpenChannelAsync(task);
            int slots = world.ServerSlots;
            var request = Convert.FromHexString("4e530120" + "010000000000000001000000");
            await task.Sender(NetworkWorld.ServerSlot).SendAsync(request, Instant.Never);
            await ExpectAsync(task, "4e5301a002");
            Assert.Equal(IpcStatus.Ok, task.Slots.Clone(NetworkWorld.ReplySlot, out int clone));
            await task.Sender(NetworkWorld.ServerSlot).SendAsync(request, Instant.Never, clone);
            await ExpectAsync(task, "4e5301a002");
            Assert.Equal(slots, world.ServerSlots);
        }));
        world.Run();
    }

    [Fact]
    public void Without_a_channel_an_object_is_freed_and_counted_and_nobody_is_answered()
    {
        var world = new NetworkWorld();
        world.AddRaw(true, world.RawApplication("careless", async task =>
        {
            await task.Sender(NetworkWorld.ServerSlot).SendAsync(Convert.FromHexString("4e530120" + "010000000000000001000000"), Instant.Never, CreateMarked(task));
            await task.DelayUntilAsync(Instant.Zero + TimeSpan.FromSeconds(1));
            Assert.Equal(IpcStatus.WouldBlock, task.Receiver(NetworkWorld.InboxSlot).TryReceive(out _));
            Assert.Equal(0, world.Memory.Allocated);
        }), world.Application("app", async (task, facade) =>
        {
            await task.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(1UL, (await facade.StatAsync(10)).Value[11].Value);
        }));
        world.Run();
    }

    [Fact]
    public void Channels_are_bounded_replaced_by_their_owner_and_gone_with_it()
    {
        var world = new NetworkWorld { Settings = new NetstackSettings { ObjectChannels = 1 } };
        int empty = 0;
        world.AddRaw(true, world.RawApplication("first", async task =>
        {
            empty = world.ServerSlots;
            for (int i = 0; i < 5; i++)
                await OpenChannelAsync(task);
            Assert.Equal(empty + 1, world.ServerSlots);
            await task.DelayAsync(TimeSpan.FromSeconds(1));
        }), world.RawApplication("second", async task =>
        {
            await task.DelayAsync(TimeSpan.FromMilliseconds(500));
            await RequestAsync(task, Channel);
            await ExpectAsync(task, "4e5301a207");
            await task.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(empty, world.ServerSlots);
            await OpenChannelAsync(task);
        }));
        world.Run();
    }

    [Fact]
    public void Objects_of_a_client_that_ends_are_freed_wherever_they_are()
    {
        var world = new NetworkWorld { Settings = new NetstackSettings { LateReplies = 4 }, ExpectedFailures = 4 };
        int lives = 0;
        world.AddRaw(true, world.RawApplication("mortal", async task =>
        {
            // Late replies to the generation before may come first.
            await RequestAsync(task, Channel);
            bool open = false;
            while (!open)
            {
                using var message = await task.Receiver(NetworkWorld.InboxSlot).ReceiveAsync();
                open = message.Payload[3] == 0xa2;
            }

            // Answered and not read, waiting as late replies, freed because too many are late, and still in the request queue.
            for (int i = 0; i < 40; i++)
                Assert.Equal(IpcStatus.Ok, await task.Sender(NetworkWorld.ServerSlot).SendAsync(Convert.FromHexString("4e53010a"), Instant.Never, CreateMarked(task)));
            CreateMarked(task);
            Assert.True(world.Memory.Allocated >= 13 * Size, $"{world.Memory.Allocated}");
            if (++lives < 5)
                throw new OperationCanceledException("on purpose");
        }, RestartPolicy.OnFailure), world.Application("watcher", async (task, _) =>
        {
            await task.DelayAsync(TimeSpan.FromSeconds(60));
            Assert.Equal((5, 0L, world.EmptyServerSlots), (lives, world.Memory.Allocated, world.ServerSlots));
        }));
        world.Run();
    }

    [Fact]
    public void An_inbox_that_stays_full_costs_the_objects_but_no_slot_of_netstackd()
    {
        var world = new NetworkWorld();
        world.AddRaw(true, world.RawApplication("sleeper", async task =>
        {
            await OpenChannelAsync(task);
            int slots = world.ServerSlots;
            for (int i = 0; i < 12; i++)
                await task.Sender(NetworkWorld.ServerSlot).SendAsync(Convert.FromHexString("4e53010a"), Instant.Never, CreateMarked(task));
            await task.DelayAsync(TimeSpan.FromSeconds(2));
            Assert.Equal((8L * Size, slots), (world.Memory.Allocated, world.ServerSlots));
            for (int i = 0; i < 8; i++)
                await ExpectAsync(task, "4e53018a02");
            Assert.Equal(0, world.Memory.Allocated);
        }));
        world.Run();
    }

    private static async ValueTask HoldHandlesAsync(TaskContext task, FacadeClient facade)
    {
        Assert.True((await facade.ListenAsync(80)).IsOk);
        Assert.True((await facade.UdpBindAsync(80)).IsOk);
        Assert.True((await facade.ConnectAsync(NetworkWorld.AddressOf(0), 80, Instant.Never)).IsOk);
        await task.DelayAsync(TimeSpan.FromSeconds(1));
    }

    private static async ValueTask OpenChannelAsync(TaskContext task)
    {
        await RequestAsync(task, Channel);
        await ExpectAsync(task, "4e5301a200");
    }

    private static async ValueTask RequestAsync(TaskContext task, string request)
    {
        Assert.Equal(IpcStatus.Ok, task.Slots.Clone(NetworkWorld.ReplySlot, out int clone));
        Assert.Equal(IpcStatus.Ok, await task.Sender(NetworkWorld.ServerSlot).SendAsync(Convert.FromHexString(request), Instant.Never, clone));
    }

    private static async ValueTask ExpectAsync(TaskContext task, string reply)
    {
        using var message = await task.Receiver(NetworkWorld.InboxSlot).ReceiveAsync();
        Assert.Equal(reply, Convert.ToHexStringLower(message.Payload));
    }

    private static int CreateMarked(TaskContext task)
    {
        Assert.Equal(IpcStatus.Ok, task.Slots.CreateMemoryObject(Size, out int slot));
        Assert.Equal(IpcStatus.Ok, task.Slots.Lease(slot, out var lease));
        lease.Span[0] = 42;
        lease.Dispose();
        return slot;
    }

    private static void CloseMarked(TaskContext task, int slot)
    {
        Assert.Equal(IpcStatus.Ok, task.Slots.Lease(slot, out var lease));
        Assert.Equal(42, lease.Span[0]);
        lease.Dispose();
        Assert.Equal(IpcStatus.Ok, task.Slots.Close(slot));
    }
}
