using System.Buffers.Binary;
using System.Collections.Immutable;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using static DSoftBus.Runtime.Init.Grants;

namespace DSoftBus.Tests.Runtime.Init;

/// <summary>A busy node with random delays, deadlines, failures and restarts runs the same way every time.</summary>
public class DeterminismTests
{
    private const int Clients = 8;

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        var first = Run(seed: 1);
        Assert.True(first.Count > 1000, $"only {first.Count} lines");
        Assert.Contains(first, line => line.Contains("TimedOut", StringComparison.Ordinal));
        Assert.Contains(first, line => line.Contains("restarted", StringComparison.Ordinal));
        Assert.Equal(first, Run(seed: 1));
        Assert.NotEqual(first, Run(seed: 2));
    }

    private static List<string> Run(byte seed)
    {
        var simulation = new Simulation { Options = new NodeOptions { Entropy = offset => new TestEntropy((byte)(seed + offset)) } };
        simulation.Start(
        [
            new TaskEntry("server", task => ServeAsync(task, simulation.Log), RestartPolicy.Always, Receive(3, "server", depth: 2)),
            .. Enumerable.Range(0, Clients).Select(i => new TaskEntry($"client{i}", task => AskAsync(task, simulation.Log), RestartPolicy.Always, ClientSlots(i)) { SeedOffset = (byte)(100 + i) }),
        ]);
        simulation.RunFor(3000);
        return [.. simulation.Log, .. simulation.Markers.Lines.Where(line => !line.StartsWith("init: stack", StringComparison.Ordinal))];
    }

    private static ImmutableArray<SlotGrant> ClientSlots(int i) => [Send(3, "server"), Receive(5, $"client{i}.reply"), Send(6, $"client{i}.reply")];

    private static async ValueTask ServeAsync(TaskContext task, List<string> log)
    {
        var random = task.Entropy.For(RandomPurpose.Jitter);
        while (true)
        {
            using var request = await task.Receiver(3).ReceiveAsync(task.Now + TimeSpan.FromMilliseconds(100));
            if (request.Status is not IpcStatus.Ok)
                continue;
            if (random.NextUInt16() % 200 == 0)
                throw new InvalidOperationException("Planned failure.");
            await task.DelayAsync(TimeSpan.FromMicroseconds(random.NextUInt16() % 3000));
            log.Add($"{task.Now} serve {BinaryPrimitives.ReadUInt32LittleEndian(request.Payload)} from {request.SenderPid} {await request.ReplyAsync(request.PayloadMemory, task.Now + TimeSpan.FromMilliseconds(3))}");
        }
    }

    private static async ValueTask AskAsync(TaskContext task, List<string> log)
    {
        var random = task.Entropy.For(RandomPurpose.Jitter);
        var payload = new byte[4];
        while (true)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(payload, random.NextUInt32());
            Assert.Equal(IpcStatus.Ok, task.Slots.Clone(6, out var clone));
            var sent = await task.Sender(3).SendAsync(payload, task.Now + TimeSpan.FromMicroseconds(random.NextUInt16() % 9000), clone);
            if (sent is not IpcStatus.Ok)
                task.Slots.Close(clone);
            using var reply = await task.Receiver(5).ReceiveAsync(task.Now + TimeSpan.FromMicroseconds(random.NextUInt16() % 9000));
            log.Add($"{task.Now} {task.Name} {sent} {reply.Status} {task.Slots.Used}");
        }
    }
}
