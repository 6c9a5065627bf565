using DSoftBus.Image.Manifest;
using DSoftBus.Net.Devices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>The guest's manifest and tasks on a simulated link with virtual time and test keys: two machines without a machine.</summary>
internal sealed class MirrorWorld : IDisposable
{
    public const string UsualWords = "softbus.testkeys=1 softbus.dhcp=0 softbus.linger=500";

    public const string SingleWords = "softbus.testkeys=1 softbus.linger=500 softbus.selftest=local";

    private readonly List<MirrorNode> _nodes = [];
    private readonly HostMemoryPool _memory = new();

    public MirrorWorld(LinkOptions? options = null) => Link = new SimulatedLink(Loop, options ?? new LinkOptions { Delay = TimeSpan.FromMicroseconds(50) });

    public TaskLoop Loop { get; } = new(new VirtualPlatform());

    public SimulatedLink Link { get; }

    public INetDevice Plug(byte lastMacByte) => Plug(MacAddress.From([0x52, 0x54, 0x00, 0x12, 0x34, lastMacByte]));

    public INetDevice Plug(MacAddress address) => Link.Attach(address, _memory);

    /// <summary>Boots a machine with the real manifest.</summary>
    public MirrorNode Boot(string name, byte lastMacByte, string words)
    {
        words = $"{UsualWords} {words}";
        return Boot(name, lastMacByte, words, Manifests.For(BootParameters.Parse(words)));
    }

    /// <summary>Boots a machine with a manifest of the test's own.</summary>
    public MirrorNode Boot(string name, byte lastMacByte, string words, TaskManifest manifest)
    {
        var node = new MirrorNode(this, name, lastMacByte);
        _nodes.Add(node);
        node.Start(manifest, words);
        return node;
    }

    /// <summary>Runs until <paramref name="done"/> holds; fails with everybody's lines when a virtual <paramref name="seconds"/> passed first.</summary>
    public void RunUntil(Func<bool> done, double seconds = 30)
    {
        bool came = Loop.RunUntil(done, Loop.Now + TimeSpan.FromSeconds(seconds));
        Assert.True(came, $"Not within {seconds} virtual seconds (now {Loop.Now}).\n{Report()}");
        Assert.All(_nodes, node => Assert.Empty(node.Failures));
    }

    public void RunFor(double seconds) => Loop.RunUntil(static () => false, Loop.Now + TimeSpan.FromSeconds(seconds));

    public string Report() => string.Concat(_nodes);

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Stop();
    }
}
