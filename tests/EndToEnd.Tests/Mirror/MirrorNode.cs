using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>One machine of the mirror: the markers it printed, in order.</summary>
internal sealed class MirrorNode(NodeWorld world, string name, byte lastMacByte) : IMarkerSink
{
    private Node? _node;

    public string Name => name;

    /// <summary>Last byte of its hardware address: host number of its address and seed of its test keys.</summary>
    public byte LastMacByte => lastMacByte;

    public List<string> Lines { get; } = [];

    public List<string> Failures { get; } = [];

    public void Start(TaskManifest manifest, string words)
    {
        _node = new Node(world.Loop, manifest, new NodeOptions
        {
            Name = name,
            Boot = BootParameters.Parse(words),
            Entropy = offset => new TestEntropy((byte)(lastMacByte + offset)),
            Markers = this,
            OpenDevice = (_, _) => world.Plug(lastMacByte),
            OnFailure = report => Failures.Add($"{report.Task}: {report.Exception}"),
        });
        _node.Start();
    }

    public void Stop() => _node?.Stop();

    public bool Said(string line) => Lines.Contains(line);

    public bool SaidBeginning(string text) => Lines.Exists(line => line.StartsWith(text, StringComparison.Ordinal));

    public void Line(string task, string line) => Lines.Add(line);

    public override string ToString() => $"{name}:\n  {string.Join("\n  ", Lines.Concat(Failures))}\n";
}
