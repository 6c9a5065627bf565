using DSoftBus.Net.Devices;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Net.Wire.Tree;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>Stacks and scripted hosts on one simulated link; time is stepped from event to event.</summary>
internal sealed class StackSimulation
{
    private const int WorkLimit = 100_000;

    private readonly VirtualPlatform _platform = new();
    private readonly List<NetStack> _stacks = [];
    private readonly List<ScriptedHost> _hosts = [];

    public StackSimulation(LinkOptions? options = null)
    {
        Loop = new TaskLoop(_platform);
        Link = new SimulatedLink(Loop, options ?? new LinkOptions());
    }

    public TaskLoop Loop { get; }

    public SimulatedLink Link { get; }

    public HostMemoryPool Memory { get; } = new();

    public Instant Now => _platform.Now;

    public IClock Clock => _platform;

    public static MacAddress Hardware(byte last) => MacAddress.From([0x52, 0x54, 0x00, 0x12, 0x34, last]);

    /// <summary>A stack whose address is not configured.</summary>
    public NetStack AddBare(byte last, NetStackOptions? options = null, IEntropy? entropy = null) => Attach(last, out _, options, entropy);

    /// <summary>A stack whose address is not configured, and the device that it drives.</summary>
    public NetStack Attach(byte last, out INetDevice device, NetStackOptions? options = null, IEntropy? entropy = null)
    {
        device = Link.Attach(Hardware(last), Memory);
        var stack = new NetStack(device, entropy ?? new TestEntropy(last), options ?? new NetStackOptions());
        _stacks.Add(stack);
        return stack;
    }

    /// <summary>A stack with address 10.42.0.<paramref name="last"/>/24.</summary>
    public NetStack Add(byte last, NetStackOptions? options = null, Ipv4Address? gateway = null)
    {
        var stack = AddBare(last, options);
        stack.ConfigureStatic(new Ipv4Network(Address(last), 24), gateway, Now);
        return stack;
    }

    public ScriptedHost AddHost(byte last)
    {
        var host = new ScriptedHost(Link.Attach(Hardware(last), Memory), Address(last));
        _hosts.Add(host);
        return host;
    }

    public static Ipv4Address Address(byte last) => new(10, 42, 0, last);

    /// <summary>Runs until the condition holds; false when the time is over first.</summary>
    public bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        var end = Now + limit;
        for (int work = 0; work < WorkLimit; work++)
        {
            foreach (var stack in _stacks)
                stack.Poll(Now);
            foreach (var host in _hosts)
                host.Drain();
            if (done())
                return true;
            var next = Link.NextArrival;
            foreach (var stack in _stacks)
                next = Instant.Min(next, stack.NextDeadline);
            if (next <= Now)
                continue;
            if (Now >= end)
                return false;
            _platform.WaitUntil(Instant.Min(next, end));
        }

        throw new InvalidOperationException($"The simulation runs in a circle at {Now}.");
    }

    public void RunFor(TimeSpan duration) => RunUntil(static () => false, duration);

    /// <summary>The decoded tree of every recorded frame with its time and port.</summary>
    public string Trace()
    {
        var tree = new PacketTree();
        return string.Concat(Link.Frames.Select(frame => $"# {frame.Time} port {frame.Port}\n{tree.Describe(frame.Bytes)}\n"));
    }
}
