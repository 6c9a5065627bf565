using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Runtime.Init;
using static DSoftBus.Runtime.Init.Grants;

namespace DSoftBus.Tests.Runtime.Ipc;

public class AllocationTests
{
    private const int WarmUp = 2_000;
    private const int Rounds = 12_000;

    private readonly Simulation _simulation = new();
    private long _allocated = -1;

    /// <summary>Request with CAP_MOVE, reply on it, a deadline on every wait, a blocked sender now and then: all from pools.</summary>
    [Fact]
    public void Ten_thousand_round_trips_allocate_nothing()
    {
        _simulation.Start(
            new TaskEntry("server", ServeAsync, RestartPolicy.Never, Receive(3, "server")),
            new TaskEntry("flood", FloodAsync, RestartPolicy.Never, Send(3, "server")),
            new TaskEntry("client", AskAsync, RestartPolicy.Never, Send(3, "server"), Receive(5, "client.reply"), Send(6, "client.reply")));
        _simulation.RunUntilLogged(1);
        Assert.Equal(0, _allocated);
    }

    private static async ValueTask ServeAsync(TaskContext task)
    {
        var requests = task.Receiver(3);
        var reply = new byte[600];
        while (true)
        {
            using var request = await requests.ReceiveAsync(task.Now + TimeSpan.FromSeconds(10));
            if (request.MovedSlot != 0)
                await request.ReplyAsync(reply, task.Now + TimeSpan.FromSeconds(1));
        }
    }

    private static async ValueTask FloodAsync(TaskContext task)
    {
        var server = task.Sender(3);
        var payload = new byte[10];
        while (true)
        {
            for (var i = 0; i < 20; i++)
                await server.SendAsync(payload, Instant.Never);
            await task.DelayAsync(TimeSpan.FromMicroseconds(10));
        }
    }

    private async ValueTask AskAsync(TaskContext task)
    {
        var server = task.Sender(3);
        var inbox = task.Receiver(5);
        var payload = new byte[100];
        long before = 0;
        for (var i = 0; i < Rounds; i++)
        {
            if (i == WarmUp)
                before = GC.GetAllocatedBytesForCurrentThread();
            if (task.Slots.Clone(6, out var clone) is not IpcStatus.Ok)
                throw new InvalidOperationException("No clone.");
            await server.SendAsync(payload, task.Now + TimeSpan.FromSeconds(1), clone);
            using var reply = await inbox.ReceiveAsync(task.Now + TimeSpan.FromSeconds(1));
            if (reply.Status is not IpcStatus.Ok)
                throw new InvalidOperationException("No reply.");
            if (i % 8 == 0)
                await task.DelayAsync(TimeSpan.FromMicroseconds(3));
        }

        _allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _simulation.Log.Add("done");
    }
}
