using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Runtime.Init;

/// <summary>One node under virtual time.</summary>
internal sealed class Simulation
{
    private Node? _node;

    public TaskLoop Loop { get; } = new(new VirtualPlatform());

    public MarkerList Markers { get; } = new();

    public List<FailureReport> Failures { get; } = [];

    public List<string> Log { get; } = [];

    public Node Node => _node!;

    public NodeOptions Options { get; set; } = new();

    public Simulation Start(params TaskEntry[] tasks)
    {
        _node = new Node(Loop, new TaskManifest("test", [.. tasks]), Options with { Markers = Markers, OnFailure = Failures.Add });
        _node.Start();
        return this;
    }

    /// <summary>Runs for a time, all of it.</summary>
    public void RunFor(int milliseconds) => Loop.RunUntil(() => false, Loop.Now + TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Runs until the log has so many lines; fails after a virtual minute.</summary>
    public void RunUntilLogged(int lines) =>
        Assert.True(Loop.RunUntil(() => Log.Count >= lines, Loop.Now + TimeSpan.FromMinutes(1)), string.Join('\n', Log.Concat(Markers.Lines)));

    public static Instant At(double milliseconds) => Instant.Zero + TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>A task that has nothing to do.</summary>
    public static ValueTask ForeverAsync(TaskContext task) => task.DelayUntilAsync(Instant.Never);
}
