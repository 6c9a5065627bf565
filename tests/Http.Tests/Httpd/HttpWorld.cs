using DSoftBus.Net.Devices;
using DSoftBus.Net.Facade;
using DSoftBus.Net.Netstackd;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Samples.Httpd;
using DSoftBus.Samples.Pages;
using Xunit;

namespace DSoftBus.Tests.Http.Httpd;

/// <summary>The sample's whole system and a machine with clients, on a simulated link under virtual time.</summary>
internal sealed class HttpWorld
{
    public static readonly Ipv4Address Server = new(10, 42, 0, 2);

    private readonly TaskLoop _loop = new(new VirtualPlatform());
    private readonly SimulatedLink _link;
    private readonly List<string> _failures = [];
    private readonly List<Node> _nodes = [];

    public HttpWorld(HttpdSettings? settings = null)
    {
        _link = new SimulatedLink(_loop, new LinkOptions { Delay = TimeSpan.FromMilliseconds(1) }) { IsRecording = false };
        Add("server", 2, HttpManifest.Create(new FixedMachine(), settings ?? new HttpdSettings()));
    }

    public List<string> Markers { get; } = [];

    /// <summary>Words of the server's command line.</summary>
    public static string Words => "softbus.dhcp=0 softbus.testkeys=1";

    /// <summary>Runs one client until it returns.</summary>
    /// <param name="body">Its facade; it connects by itself.</param>
    public void Run(Func<TaskContext, FacadeClient, ValueTask> body)
    {
        bool done = false;
        Add("client", 3, new TaskManifest("client",
            new TaskEntry("netstackd", static task => NetstackTask.RunAsync(task, new NetstackSettings { OwnerShare = 1 }), RestartPolicy.Never,
                Grants.Receive(NetstackSettings.RequestSlot, "netstackd"), Grants.Device(NetstackSettings.DeviceSlot, DeviceKind.VirtioNet)),
            new TaskEntry("client", async task =>
            {
                var network = new FacadeClient(task, 3, 5, 6);
                Assert.True((await network.LocalAddressAsync()).IsOk);
                await body(task, network);
                done = true;
            }, RestartPolicy.Never, Grants.Send(3, "netstackd"), Grants.Receive(5, "client.net", 64), Grants.Send(6, "client.net"))));
        foreach (var node in _nodes)
            node.Start();
        bool ended = _loop.RunUntil(() => done || _failures.Count > 0, _loop.Now + TimeSpan.FromMinutes(10));
        foreach (var node in _nodes)
            node.Stop();
        Assert.True(_failures.Count == 0, string.Join('\n', _failures));
        Assert.True(ended, $"The client did not end:\n{string.Join('\n', Markers)}");
    }

    private void Add(string name, byte last, TaskManifest manifest) => _nodes.Add(new Node(_loop, manifest, new NodeOptions
    {
        Name = name,
        Boot = BootParameters.Parse(Words),
        Entropy = offset => new TestEntropy((byte)(last + offset)),
        Markers = new Sink(this, name),
        OpenDevice = (_, _) => _link.Attach(MacAddress.From([0x52, 0x54, 0, 0x12, 0x34, last]), new HostMemoryPool()),
        OnFailure = report => _failures.Add($"{name} {report.Task}: {report.Exception}"),
    }));

    private sealed class Sink(HttpWorld world, string node) : IMarkerSink
    {
        public void Line(string task, string line) => world.Markers.Add($"{node} {line}");
    }

    private sealed class FixedMachine : IMachine
    {
        public TimeSpan Uptime => TimeSpan.FromSeconds(3.5);

        public long TotalMemory => 64 << 20;

        public long FreeMemory => 48 << 20;
    }
}
