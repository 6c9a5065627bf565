using DSoftBus.Net.Facade;
using DSoftBus.Net.Netstackd;
using DSoftBus.Net.Stack;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>Handles close when their sender ends, whether or not a reply was due that would have shown it.</summary>
public sealed class FacadeSenderEndTests
{
    private static readonly NetstackSettings Small = new() { Listeners = 2, UdpSockets = 2, Streams = 2, OwnerShare = 1 };

    [Fact]
    public void A_sender_that_ends_for_good_with_no_reply_due_leaves_nothing()
    {
        var world = new NetworkWorld { Settings = Small };
        world.AddRaw(true,
            world.Application("leaver", (_, facade) => FillAsync(facade)),
            world.Application("heir", async (task, facade) =>
            {
                await task.DelayAsync(TimeSpan.FromSeconds(1));
                Assert.Equal(0, await OpenAsync(facade));
                Assert.Equal(6UL, await CounterAsync(facade, NetCounter.FacadeHandlesClosed));
                Assert.Equal(1UL, await CounterAsync(facade, NetCounter.FacadeSendersEnded));
                await FillAsync(facade);
            }));
        world.Run();
    }

    [Fact]
    public void A_sender_that_waits_for_ever_when_it_ends_takes_its_waits_and_slots_along()
    {
        var world = new NetworkWorld { Settings = Small };
        int before = 0, during = 0;
        world.AddRaw(true,
            world.Application("watcher", async (task, facade) =>
            {
                before = world.ServerSlots;
                await task.DelayAsync(TimeSpan.FromMilliseconds(500));
                during = world.ServerSlots;
                await task.DelayAsync(TimeSpan.FromSeconds(1));
                Assert.Equal(before, world.ServerSlots);
                Assert.Equal(0, await OpenAsync(facade));
            }),
            world.Application("leaver", async (task, facade) =>
            {
                var socket = (await facade.UdpBindAsync(9)).Value;
                task.Start("waits", async () => await socket.ReceiveFromAsync(new byte[9], Instant.Never));
                await task.DelayAsync(TimeSpan.FromSeconds(1));
            }));
        world.Run();
        Assert.True(during > before);
    }

    [Fact]
    public void Ten_generations_that_die_leave_as_many_handles_as_one()
    {
        var world = new NetworkWorld { Settings = Small, ExpectedFailures = 9 };
        int starts = 0;
        world.AddRaw(true,
            world.Application("mortal", async (task, facade) =>
            {
                await FillAsync(facade);
                if (++starts < 10)
                    throw new OperationCanceledException("on purpose");
                await task.DelayUntilAsync(Instant.Never);
            }, RestartPolicy.OnFailure),
            world.Application("watcher", async (task, facade) =>
            {
                for (int i = 0; i < 600; i++)
                {
                    Assert.InRange(await OpenAsync(facade), 0, 6);
                    await task.DelayAsync(TimeSpan.FromMilliseconds(100));
                }

                Assert.Equal(6, await OpenAsync(facade));
                Assert.Equal(54UL, await CounterAsync(facade, NetCounter.FacadeHandlesClosed));
            }));
        world.RunUntil(() => starts == 10 && world.Loop.Now > Instant.Zero + TimeSpan.FromSeconds(62), seconds: 90);
    }

    private static async ValueTask FillAsync(FacadeClient facade)
    {
        for (ushort i = 0; i < 2; i++)
        {
            Assert.Equal(FacadeStatus.Ok, (await facade.ListenAsync((ushort)(80 + i))).Status);
            Assert.Equal(FacadeStatus.Ok, (await facade.UdpBindAsync((ushort)(80 + i))).Status);
            Assert.Equal(FacadeStatus.Ok, (await facade.ConnectAsync(NetworkWorld.AddressOf(0), (ushort)(80 + i), Instant.Never)).Status);
        }
    }

    private static async ValueTask<int> OpenAsync(FacadeClient facade) =>
        (int)(await CounterAsync(facade, NetCounter.FacadeHandlesOpened) - await CounterAsync(facade, NetCounter.FacadeHandlesClosed));

    private static async ValueTask<ulong> CounterAsync(FacadeClient facade, NetCounter counter)
    {
        var counters = await facade.StatAsync((byte)NetCounterGroup.Facade);
        return counters.Value.Single(value => value.Id == (ushort)counter).Value;
    }
}
