using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Init;

/// <summary>One task of a node over all its generations: built, started, ended, restarted by its policy.</summary>
internal sealed class SupervisedTask(NodeKernel kernel, TaskEntry entry)
{
    private readonly BackOff _backOff = new();
    private readonly List<Endpoint> _endpoints = [];
    private LoopOwner? _owner;
    private TaskContext? _context;
    private TraceRing _trace = new();
    private Instant _started;

    internal TaskEntry Entry => entry;

    /// <summary>Who answers for the queues of the endpoints that this task receives from.</summary>
    internal EndpointOwner EndpointOwner { get; } = new(entry.Name);

    /// <summary>Places what the manifest does not list: the control channel.</summary>
    internal required Action<SlotTable> PlaceControlSlots { get; init; }

    internal required Action<SupervisedTask> OnRestarted { get; init; }

    private TaskState State { get; set; } = TaskState.Built;

    private uint Generation { get; set; }

    internal void Owns(Endpoint endpoint) => _endpoints.Add(endpoint);

    internal TaskStatus Describe() => new(entry.Name, _context?.Pid ?? 0, Generation, State, _context?.Slots.Used ?? 0);

    /// <summary>Makes the next generation with exactly the slots of the manifest; nothing runs yet.</summary>
    internal void Build()
    {
        Generation++;
        _owner = new LoopOwner(kernel.Loop, entry.Name, Fail);
        _trace = new TraceRing(kernel.Loop.CrashNote, _owner.NoteNumber);
        _context = kernel.CreateContext(entry, _owner, _trace, Generation);
        PlaceControlSlots(_context.Slots);
        foreach (var grant in entry.Slots)
            _context.Slots.Place(grant.Slot, kernel.Resolve(grant));
    }

    internal void Start()
    {
        State = TaskState.Running;
        _started = kernel.Loop.Now;
        _owner!.Start(RunAsync);
    }

    /// <summary>Ends the task for good, without a word.</summary>
    internal void Stop()
    {
        if (State is not TaskState.Failed)
            State = TaskState.Ended;
        Close(staysOpen: false);
    }

    private async ValueTask RunAsync()
    {
        await entry.Run(_context!);
        End(entry.Restart is RestartPolicy.Always, TaskState.Ended);
    }

    private void Fail(Exception exception)
    {
        try
        {
            kernel.Report(new FailureReport(kernel.Name, entry.Name, Generation, kernel.Loop.Now, exception, _trace.Snapshot()));
        }
        catch (OutOfMemoryException shortage)
        {
            // Not even the report found memory; nobody below would hear of it, and the machine would go on without the task.
            kernel.Loop.Root.Fail(shortage);
        }

        End(entry.Restart is not RestartPolicy.Never, TaskState.Failed);
    }

    private void End(bool restarts, TaskState final)
    {
        if (State is not TaskState.Running)
            return;
        State = restarts ? TaskState.WaitingForRestart : final;
        Close(staysOpen: restarts);
        if (restarts)
        {
            var at = kernel.Loop.Now + _backOff.Next(_started, kernel.Loop.Now);
            kernel.Loop.Start(() => RestartAsync(at));
        }
    }

    private async ValueTask RestartAsync(Instant at)
    {
        await kernel.Loop.DelayUntilAsync(at);
        if (State is not TaskState.WaitingForRestart)
            return;
        Build();
        OnRestarted(this);
        Start();
    }

    private void Close(bool staysOpen)
    {
        try
        {
            _owner?.End();
            _context?.Slots.CloseAll();
            foreach (var endpoint in _endpoints)
            {
                if (staysOpen)
                    endpoint.DropQueue();
                else
                    endpoint.Close();
            }
        }
        catch (Exception exception)
        {
            // Closing must not fail: a device that cannot be reset leaves nothing to go on with.
            kernel.Loop.Root.Fail(exception);
        }
    }
}
