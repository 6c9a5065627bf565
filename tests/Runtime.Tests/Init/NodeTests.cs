using System.Text;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using static DSoftBus.Runtime.Init.Grants;

namespace DSoftBus.Tests.Runtime.Init;

public class NodeTests
{
    private readonly Simulation _simulation = new();

    [Fact]
    public void A_client_asks_a_server_and_is_answered_on_the_capability_it_moved()
    {
        _simulation.Start(
            new TaskEntry("server", EchoAsync, RestartPolicy.Never, Receive(3, "server")),
            new TaskEntry("client", ClientAsync, RestartPolicy.Never, Send(3, "server"), Receive(5, "client.reply"), Send(6, "client.reply")) { ServiceName = "other" });
        _simulation.RunUntilLogged(1);
        Assert.Equal([$"server has seen {ServiceId.Of("other")} say hello; 5 slots"], _simulation.Log);
        Assert.Equal(["init: ready"], _simulation.Markers.Lines);
        _simulation.RunFor(1);
        Assert.Equal([("server", TaskState.Ended), ("client", TaskState.Ended)], _simulation.Node.Tasks.Select(task => (task.Name, task.State)));
        Assert.All(_simulation.Node.Tasks, task => Assert.Equal(0, task.SlotsUsed));
        Assert.Equal(0, _simulation.Node.QueuedBytes);
    }

    [Fact]
    public void Slots_are_exactly_those_of_the_manifest()
    {
        var rights = new Dictionary<int, Rights>();
        _simulation.Start(
            new TaskEntry("a", task =>
            {
                for (var slot = 0; slot < SlotTable.Capacity; slot++)
                    rights[slot] = task.Slots.RightsOf(slot);
                Assert.Throws<InvalidOperationException>(() => task.Sender(5));
                Assert.Throws<InvalidOperationException>(() => task.Receiver(6));
                Assert.Throws<InvalidOperationException>(() => task.Sender(7));
                Assert.Throws<InvalidOperationException>(() => task.OpenNetDevice(5));
                Assert.Throws<DeviceUnavailableException>(() => task.OpenNetDevice(48));
                return ValueTask.CompletedTask;
            }, RestartPolicy.Never, Receive(5, "a"), Send(6, "b"), Device(48, DeviceKind.VirtioNet)),
            new TaskEntry("b", _ => ValueTask.CompletedTask, RestartPolicy.Never, Receive(3, "b")));
        _simulation.RunFor(1);
        Assert.Empty(_simulation.Failures);
        Assert.Equal(
            new Dictionary<int, Rights> { [1] = Rights.Send, [2] = Rights.Receive, [5] = Rights.Receive, [6] = Rights.Send, [48] = Rights.Map | Rights.Manage },
            rights.Where(pair => pair.Value != Rights.None).ToDictionary());
    }

    [Fact]
    public void A_task_that_asks_again_and_again_after_the_last_sender_went_does_not_stop_the_others()
    {
        _simulation.Start(
            new TaskEntry("ended", _ => ValueTask.CompletedTask, RestartPolicy.Never, Send(3, "server")),
            new TaskEntry("server", async task =>
            {
                while (true)
                    (await task.Receiver(3).ReceiveAsync()).Dispose();
            }, RestartPolicy.Never, Receive(3, "server")),
            new TaskEntry("other", async task =>
            {
                for (var i = 0; i < 100; i++)
                    await Task.Yield();
                _simulation.Log.Add("ran");
            }, RestartPolicy.Never));
        _simulation.RunUntilLogged(1);
        Assert.Equal(["ran"], _simulation.Log);
    }

    [Fact]
    public void Nodes_on_one_loop_have_endpoints_of_their_own()
    {
        var nodes = Enumerable.Range(0, 2).Select(i => new Node(
            _simulation.Loop,
            new TaskManifest("same", new TaskEntry("a", async task =>
            {
                Assert.Equal(IpcStatus.Ok, task.Sender(4).TrySend([(byte)i]));
                using var message = await task.Receiver(3).ReceiveAsync();
                _simulation.Log.Add($"node {i} got {message.Payload[0]} from pid {message.SenderPid}");
            }, RestartPolicy.Never, Receive(3, "a"), Send(4, "a"))),
            new NodeOptions { Name = $"node{i}" })).ToArray();
        foreach (var node in nodes)
            node.Start();
        _simulation.RunUntilLogged(2);
        Assert.Equal(["node 0 got 0 from pid 2", "node 1 got 1 from pid 2"], _simulation.Log);
    }

    private static async ValueTask EchoAsync(TaskContext task)
    {
        var requests = task.Receiver(3);
        while (true)
        {
            using var request = await requests.ReceiveAsync();
            if (request.Status is IpcStatus.PeerClosed)
                return;
            var text = $"{task.Name} has seen {request.SenderId} say {Encoding.ASCII.GetString(request.Payload)}";
            Assert.Equal(IpcStatus.Ok, await request.ReplyAsync(Encoding.ASCII.GetBytes(text), task.Now + TimeSpan.FromSeconds(1)));
        }
    }

    private async ValueTask ClientAsync(TaskContext task)
    {
        Assert.Equal(IpcStatus.Ok, task.Slots.Clone(6, out var clone));
        Assert.Equal(IpcStatus.Ok, await task.Sender(3).SendAsync("hello"u8.ToArray(), Instant.Never, moveSlot: clone));
        using var reply = await task.Receiver(5).ReceiveAsync();
        _simulation.Log.Add($"{Encoding.ASCII.GetString(reply.Payload)}; {task.Slots.Used} slots");
    }
}
