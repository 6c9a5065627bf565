using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Softbus.Hosting;

/// <summary>Runs a test body as a task of a node under virtual time with test keys, alone or beside other tasks.</summary>
internal static class TaskHost
{
    public const byte Seed = 0x0a;

    public static void Run(Func<TaskContext, ValueTask> body) => Run(body, [], []);

    /// <param name="slots">The slots of the test's own task.</param>
    /// <param name="others">Further tasks.</param>
    /// <param name="entropy">For all tasks; by default test keys.</param>
    /// <param name="serviceName">What the sender id of the test's own task is made of.</param>
    public static void Run(Func<TaskContext, ValueTask> body, SlotGrant[] slots, TaskEntry[] others, IEntropy? entropy = null, string serviceName = "test")
    {
        bool done = false;
        var loop = new TaskLoop(new VirtualPlatform());
        var failures = new List<string>();
        var test = new TaskEntry("test", RunBody, RestartPolicy.Never, [.. slots]) { ServiceName = serviceName };
        var node = new Node(loop, new TaskManifest("test", [.. others, test]), new NodeOptions
        {
            Entropy = offset => entropy ?? new TestEntropy((byte)(Seed + offset)),
            OnFailure = report => failures.Add(report.ToString()),
        });
        node.Start();
        bool ended = loop.RunUntil(() => done || failures.Count > 0, Instant.Zero + TimeSpan.FromMinutes(10));
        node.Stop();
        Assert.Empty(failures);
        Assert.True(ended, "The test's task did not end within ten virtual minutes.");

        async ValueTask RunBody(TaskContext context)
        {
            await body(context);
            done = true;
        }
    }
}
