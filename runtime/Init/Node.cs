using System.Collections.Immutable;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;

namespace DSoftBus.Runtime.Init;

/// <summary>One system built from one manifest: its endpoints, its tasks, init. Several nodes may share a loop.</summary>
public sealed class Node
{
    private readonly NodeKernel _kernel;
    private readonly SupervisedTask _init;
    private readonly ImmutableArray<SupervisedTask> _tasks;
    private readonly ImmutableArray<(Endpoint Requests, Endpoint Replies)> _control;
    private NodeState _state = NodeState.Built;

    /// <exception cref="InvalidOperationException">The manifest cannot be built; the message names task and slot.</exception>
    public Node(TaskLoop loop, TaskManifest manifest, NodeOptions options)
    {
        ManifestCheck.Check(manifest);
        _kernel = new NodeKernel(loop, options);
        var init = new InitTask(manifest, StartTasks);
        _init = new SupervisedTask(_kernel, new TaskEntry(InitTask.Name, init.RunAsync, RestartPolicy.Never))
        {
            PlaceControlSlots = PlaceInitSlots,
            OnRestarted = static _ => { },
        };
        _tasks = [.. manifest.Tasks.Select(CreateTask)];
        _control = [.. _tasks.Select(CreateControlChannel)];
        foreach (var task in _tasks)
        {
            foreach (var grant in task.Entry.Slots.OfType<ReceiveGrant>())
                task.Owns(_kernel.CreateNamedEndpoint(grant.Endpoint, task.EndpointOwner, grant.Depth));
        }
    }

    /// <summary>The tasks in the order of the manifest, without init.</summary>
    public IReadOnlyList<TaskStatus> Tasks => [.. _tasks.Select(task => task.Describe())];

    /// <summary>Payload bytes queued on the node now.</summary>
    public int QueuedBytes => _kernel.Ipc.QueuedBytes;

    /// <summary>Builds every task with its slots, then lets init start them once the loop runs.</summary>
    public void Start()
    {
        if (_state is not NodeState.Built)
            throw new InvalidOperationException("A node starts once.");
        _state = NodeState.Running;
        _init.Build();
        foreach (var task in _tasks)
            task.Build();
        _init.Start();
    }

    /// <summary>Ends every task for good and closes everything; nothing of the node runs afterwards.</summary>
    public void Stop()
    {
        if (_state is NodeState.Stopped)
            return;
        _state = NodeState.Stopped;
        _init.Stop();
        foreach (var task in _tasks)
            task.Stop();
    }

    private SupervisedTask CreateTask(TaskEntry entry, int index) => new(_kernel, entry)
    {
        PlaceControlSlots = slots =>
        {
            slots.Place(ControlSlots.Requests, new Capability(_control[index].Requests, Rights.Send, 0));
            slots.Place(ControlSlots.Replies, new Capability(_control[index].Replies, Rights.Receive, 0));
        },
        OnRestarted = task => _kernel.Print(Markers.Markers.Init.TaskRestarted(task.Entry.Name, task.Describe().Generation)),
    };

    private (Endpoint Requests, Endpoint Replies) CreateControlChannel(SupervisedTask task)
    {
        var requests = _kernel.CreateEndpoint($"{task.Entry.Name}.control", _init.EndpointOwner, IpcLimits.ControlQueueDepth);
        var replies = _kernel.CreateEndpoint($"{task.Entry.Name}.control.reply", task.EndpointOwner, IpcLimits.ControlQueueDepth);
        _init.Owns(requests);
        task.Owns(replies);
        return (requests, replies);
    }

    private void PlaceInitSlots(SlotTable slots)
    {
        for (var i = 0; i < _control.Length; i++)
        {
            slots.Place(InitTask.RequestSlot(i), new Capability(_control[i].Requests, Rights.Receive, 0));
            slots.Place(InitTask.ReplySlot(i), new Capability(_control[i].Replies, Rights.Send, 0));
        }
    }

    private void StartTasks()
    {
        foreach (var task in _tasks)
            task.Start();
    }

    private enum NodeState
    {
        Built,
        Running,
        Stopped,
    }
}
