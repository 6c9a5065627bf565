using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Runtime.Init;

/// <summary>What the tasks of one node share and none of them can reach: endpoints by name, pids, entropy, reports.</summary>
internal sealed class NodeKernel(TaskLoop loop, NodeOptions options)
{
    private const int MaximumStackLines = 40;

    private readonly IpcKernel _ipc = new(loop);
    private readonly Dictionary<string, Endpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly Dictionary<byte, IEntropy> _entropy = [];
    private uint _lastPid;

    internal TaskLoop Loop => loop;

    internal string Name => options.Name;

    internal IpcKernel Ipc => _ipc;

    /// <exception cref="InvalidOperationException">A limit of <see cref="IpcLimits"/> is exceeded: the manifest is too large.</exception>
    internal Endpoint CreateEndpoint(string name, EndpointOwner owner, int depth)
    {
        var status = _ipc.CreateEndpoint(name, owner, depth, out var endpoint);
        if (status is not IpcStatus.Ok)
            throw new InvalidOperationException($"Endpoint {name} of {owner.Name} cannot be made: {status}.");
        return endpoint!;
    }

    internal Endpoint CreateNamedEndpoint(string name, EndpointOwner owner, int depth)
    {
        var endpoint = CreateEndpoint(name, owner, depth);
        _endpoints.Add(name, endpoint);
        return endpoint;
    }

    internal Capability Resolve(SlotGrant grant) => grant switch
    {
        ReceiveGrant receive => new Capability(_endpoints[receive.Endpoint], Rights.Receive, 0),
        SendGrant send => new Capability(_endpoints[send.Endpoint], Rights.Send, 0),
        DeviceGrant device => new Capability(new DeviceCapability(device.Kind, () => options.OpenDevice(device.Kind, loop)), Rights.Map | Rights.Manage, 0),
        _ => throw new InvalidOperationException($"Unknown grant {grant}."),
    };

    internal TaskContext CreateContext(TaskEntry entry, LoopOwner owner, TraceRing trace, uint generation)
    {
        var slots = new SlotTable(_ipc, owner, ServiceId.Of(entry.ServiceName ?? entry.Name), ++_lastPid, options.Memory);
        return new TaskContext(owner, slots, trace)
        {
            Name = entry.Name,
            Generation = generation,
            Entropy = EntropyFor(entry.SeedOffset),
            Boot = options.Boot,
            Log = new TaskLog(entry.Name, options.Markers, trace, loop.Clock, options.Boot.Has("softbus.log")),
            Memory = options.Memory,
        };
    }

    /// <summary>Prints the failure with trace and stack, then tells the node's owner.</summary>
    internal void Report(FailureReport report)
    {
        Print(Markers.Markers.Init.TaskFailed(report.Task, report.Type, report.Message));
        foreach (var entry in report.Trace)
            Print($"init: trace {report.Task} {entry}");
        foreach (var line in report.Exception.ToString().Split('\n').Take(MaximumStackLines))
            Print($"init: stack {report.Task} {line.Trim()}");
        options.OnFailure?.Invoke(report);
    }

    internal void Print(string line) => options.Markers.Line(InitTask.Name, line);

    private IEntropy EntropyFor(byte seedOffset)
    {
        if (!_entropy.TryGetValue(seedOffset, out var entropy))
            _entropy.Add(seedOffset, entropy = options.Entropy(seedOffset));
        return entropy;
    }
}
