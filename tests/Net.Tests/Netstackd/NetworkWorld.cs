using DSoftBus.Net.Devices;
using DSoftBus.Net.Facade;
using DSoftBus.Net.Netstackd;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>Nodes with netstackd and test applications on one simulated link under virtual time. Node n has the address 10.42.0.(n + 10).</summary>
internal sealed class NetworkWorld
{
    public const int ServerSlot = 3;
    public const int InboxSlot = 5;
    public const int ReplySlot = 6;

    private readonly List<Node> _nodes = [];
    private readonly List<string> _failures = [];
    private SlotTable? _serverSlots;
    private int _expected;
    private int _done;

    public NetworkWorld(LinkOptions? options = null)
    {
        Loop = new TaskLoop(new VirtualPlatform());
        Link = new SimulatedLink(Loop, options ?? new LinkOptions { Delay = TimeSpan.FromMilliseconds(1) }) { IsRecording = false };
    }

    public TaskLoop Loop { get; }

    public SimulatedLink Link { get; }

    /// <summary>Markers of all nodes in order, each with its node's number in front.</summary>
    public List<string> Markers { get; } = [];

    public NetstackSettings Settings { get; set; } = new();

    /// <summary>Failures of tasks that the test provokes.</summary>
    public int ExpectedFailures { get; set; }

    /// <summary>Slots that netstackd of the newest node has in use now.</summary>
    public int ServerSlots => _serverSlots!.Used;

    /// <summary>The same when it started.</summary>
    public int EmptyServerSlots { get; private set; }

    /// <summary>Where the memory objects of all tasks come from; what is out now is in somebody's slot or queue.</summary>
    public HostMemoryPool Memory { get; } = new();

    public string Boot { get; set; } = "softbus.dhcp=0 softbus.testkeys=1";

    public static Ipv4Address AddressOf(int node) => new(10, 42, 0, (byte)(node + 10));

    /// <summary>Adds a node whose applications run once netstackd serves; the run ends when all have returned.</summary>
    public Node Add(params (string Name, Func<TaskContext, FacadeClient, ValueTask> Body)[] applications) =>
        AddRaw(true, [.. applications.Select(application => Application(application.Name, application.Body))]);

    public Node AddRaw(bool withDevice, params TaskEntry[] entries)
    {
        int number = _nodes.Count;
        var settings = Settings;
        var netstackd = new TaskEntry("netstackd", task =>
        {
            _serverSlots = task.Slots;
            EmptyServerSlots = task.Slots.Used;
            return NetstackTask.RunAsync(task, settings);
        }, RestartPolicy.Never,
            Grants.Receive(5, "netstackd"), Grants.Send(6, "netstackd.reply"), Grants.Device(48, DeviceKind.VirtioNet));
        var replies = new TaskEntry("netstackd.sink", static async task => await task.DelayUntilAsync(Instant.Never), RestartPolicy.Never, Grants.Receive(5, "netstackd.reply"));
        var node = new Node(Loop, new TaskManifest($"node{number}", [netstackd, replies, .. entries]), new NodeOptions
        {
            Name = $"node{number}",
            Memory = Memory,
            Boot = BootParameters.Parse(Boot),
            Entropy = offset => new TestEntropy((byte)(number + 10 + offset)),
            Markers = new Sink(this, number),
            OpenDevice = (_, _) => withDevice ? Link.Attach(MacAddress.From([0x52, 0x54, 0, 0x12, 0x34, (byte)(number + 10)]), new HostMemoryPool()) : null,
            OnFailure = report => _failures.Add($"node{number} {report.Task}: {report.Exception}"),
        });
        _nodes.Add(node);
        return node;
    }

    /// <summary>A task with a facade client in the slots of dsoftbusd.</summary>
    public TaskEntry Application(string name, Func<TaskContext, FacadeClient, ValueTask> body, RestartPolicy restart = RestartPolicy.Never)
    {
        _expected++;
        return new TaskEntry(name, async task =>
        {
            var client = new FacadeClient(task, ServerSlot, InboxSlot, ReplySlot);
            Assert.True((await client.LocalAddressAsync()).IsOk);
            await body(task, client);
            _done++;
        }, restart, Grants.Send(ServerSlot, "netstackd"), Grants.Receive(InboxSlot, $"{name}.inbox"), Grants.Send(ReplySlot, $"{name}.inbox"));
    }

    /// <summary>As <see cref="Application"/>, but the run does not wait for its end.</summary>
    public TaskEntry Guest(string name, Func<TaskContext, FacadeClient, ValueTask> body)
    {
        var application = Application(name, body);
        _expected--;
        return application;
    }

    public TaskEntry RawApplication(string name, Func<TaskContext, ValueTask> body, RestartPolicy restart = RestartPolicy.Never)
    {
        _expected++;
        return new TaskEntry(name, async task =>
        {
            await body(task);
            _done++;
        }, restart, Grants.Send(ServerSlot, "netstackd"), Grants.Receive(InboxSlot, $"{name}.inbox"), Grants.Send(ReplySlot, $"{name}.inbox"));
    }

    /// <summary>Starts everything and runs until every application has returned.</summary>
    public void Run(double seconds = 120)
    {
        foreach (var node in _nodes)
            node.Start();
        bool done = Loop.RunUntil(() => _done == _expected || _failures.Count > ExpectedFailures, Loop.Now + TimeSpan.FromSeconds(seconds));
        foreach (var node in _nodes)
            node.Stop();
        Assert.True(_failures.Count == ExpectedFailures, string.Join('\n', _failures));
        Assert.True(done, $"{_done} of {_expected} applications ended within {seconds} s; markers:\n{string.Join('\n', Markers)}");
    }

    /// <summary>Runs the loop until a condition holds.</summary>
    public void RunUntil(Func<bool> condition, double seconds = 60)
    {
        foreach (var node in _nodes)
            node.Start();
        bool done = Loop.RunUntil(() => condition() || _failures.Count > ExpectedFailures, Loop.Now + TimeSpan.FromSeconds(seconds));
        foreach (var node in _nodes)
            node.Stop();
        Assert.True(_failures.Count == ExpectedFailures, string.Join('\n', _failures));
        Assert.True(done, string.Join('\n', Markers));
    }

    private sealed class Sink(NetworkWorld world, int node) : IMarkerSink
    {
        public void Line(string task, string line) => world.Markers.Add($"{node} {line}");
    }
}
