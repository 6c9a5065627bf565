using DSoftBus.Image.Manifest;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>Nodes of this process, with the guest's manifest and tasks and with test keys, on one loop and on whatever network is plugged in.</summary>
/// <param name="loop">Its platform decides whether time is virtual.</param>
/// <param name="plug">Gives the network device of the machine with this last byte of the hardware address.</param>
internal class NodeWorld(TaskLoop loop, Func<byte, INetDevice> plug) : IDisposable
{
    public const string UsualWords = "softbus.testkeys=1 softbus.dhcp=0 softbus.linger=500 softbus.policy=test";

    private readonly List<MirrorNode> _nodes = [];

    public TaskLoop Loop { get; } = loop;

    public INetDevice Plug(byte lastMacByte) => plug(lastMacByte);

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

    /// <summary>Runs until <paramref name="done"/> holds; fails with everybody's lines when a <paramref name="seconds"/> of the loop's time passed first.</summary>
    public void RunUntil(Func<bool> done, double seconds = 30)
    {
        bool came = Loop.RunUntil(done, Loop.Now + TimeSpan.FromSeconds(seconds));
        Assert.True(came, $"Not within {seconds} seconds (now {Loop.Now}).\n{Report()}");
        Assert.All(_nodes, node => Assert.Empty(node.Failures));
    }

    public void RunFor(double seconds) => Loop.RunUntil(static () => false, Loop.Now + TimeSpan.FromSeconds(seconds));

    public string Report() => string.Concat(_nodes);

    public virtual void Dispose()
    {
        foreach (var node in _nodes)
            node.Stop();
    }
}
