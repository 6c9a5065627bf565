using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using static DSoftBus.Runtime.Init.Grants;

namespace DSoftBus.Tests.Runtime.Init;

public class RouteTests
{
    private static readonly SlotGrant[] Slots =
    [
        Send(3, "netstackd"), Receive(4, "client.net"),
        Receive(5, "client.reply"), Send(6, "client.reply"),
        Send(7, "samgrd"), Receive(9, "client"),
    ];

    private readonly Simulation _simulation = new();

    [Theory]
    [InlineData("netstackd", RouteStatus.Ok, 3, 4)]
    [InlineData("samgrd", RouteStatus.Ok, 7, 5)]
    [InlineData("client", RouteStatus.Ok, 0, 9)]
    [InlineData("client.reply", RouteStatus.Ok, 6, 5)]
    [InlineData("@reply", RouteStatus.Ok, 6, 5)]
    [InlineData("secret", RouteStatus.Denied, 0, 0)]
    [InlineData("nobody", RouteStatus.NotFound, 0, 0)]
    public void Init_names_the_slots_that_lead_to_an_endpoint(string name, RouteStatus status, uint send, uint receive)
    {
        RouteReply? reply = null;
        Start(async task =>
        {
            reply = await new RouteClient(task).QueryAsync(name);
            _simulation.Log.Add("done");
        });
        _simulation.RunUntilLogged(1);
        Assert.Equal((status, send, receive), (reply!.Value.Status, reply.Value.SendSlot, reply.Value.ReceiveSlot));
    }

    [Fact]
    public void A_task_without_inbox_has_no_reply_route()
    {
        _simulation.Start(new TaskEntry("bare", async task => _simulation.Log.Add($"{(await new RouteClient(task).QueryAsync("@reply")).Status}"), RestartPolicy.Never));
        _simulation.RunUntilLogged(1);
        Assert.Equal(["NotFound"], _simulation.Log);
    }

    [Fact]
    public void Garbage_is_answered_and_stale_replies_are_passed_over()
    {
        Start(async task =>
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal(IpcStatus.Ok, await task.Sender(ControlSlots.Requests).SendAsync(new byte[] { 1, 2 }, Instant.Never));
            _simulation.Log.Add($"{(await new RouteClient(task).QueryAsync("samgrd")).SendSlot}");

            Assert.Equal(IpcStatus.Ok, await task.Sender(ControlSlots.Requests).SendAsync("xyz"u8.ToArray(), Instant.Never));
            using var reply = await task.Receiver(ControlSlots.Replies).ReceiveAsync();
            _simulation.Log.Add(Convert.ToHexStringLower(reply.Payload));
        });
        _simulation.RunUntilLogged(2);
        Assert.Equal(["7", "52540141020000000000000000"], _simulation.Log);
    }

    [Fact]
    public void A_client_that_never_takes_its_replies_holds_up_nobody_and_init_goes_on()
    {
        Start(async task =>
        {
            // Four replies fill the inbox, the fifth waits a second in init and is dropped.
            for (var i = 0; i < 12; i++)
                await task.Sender(ControlSlots.Requests).SendAsync(new byte[] { 1 }, Instant.Never);
            _simulation.Log.Add($"sent at {task.Now}");
        });
        _simulation.RunUntilLogged(1);
        Assert.Equal(["sent at 3.000000"], _simulation.Log);
        Assert.Empty(_simulation.Failures);
    }

    private void Start(TaskBody client) => _simulation.Start(
        new TaskEntry("client", client, RestartPolicy.Never, [.. Slots]),
        new TaskEntry("servers", Simulation.ForeverAsync, RestartPolicy.Never, Receive(3, "netstackd"), Receive(4, "samgrd"), Receive(5, "secret")));
}
