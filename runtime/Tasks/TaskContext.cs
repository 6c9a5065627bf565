using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Tasks;

/// <summary>Everything that one generation of a task can reach. Loop thread only.</summary>
public sealed class TaskContext
{
    private readonly LoopOwner _owner;
    private readonly TraceRing _trace;

    internal TaskContext(LoopOwner owner, SlotTable slots, TraceRing trace)
    {
        _owner = owner;
        _trace = trace;
        Slots = slots;
    }

    public required string Name { get; init; }

    /// <summary>Counts the starts of this task, from 1.</summary>
    public required uint Generation { get; init; }

    public required IEntropy Entropy { get; init; }

    public required BootParameters Boot { get; init; }

    public required ITaskLog Log { get; init; }

    /// <summary>Pinned native memory.</summary>
    public required IMemoryPool Memory { get; init; }

    public SlotTable Slots { get; }

    /// <summary>What receivers see as the sender's id.</summary>
    public ServiceId ServiceId => Slots.ServiceId;

    /// <summary>Never given twice on a node: another generation has another pid.</summary>
    public uint Pid => Slots.Pid;

    public TaskLoop Loop => _owner.Loop;

    public IClock Clock => Loop.Clock;

    public Instant Now => Loop.Now;

    /// <exception cref="InvalidOperationException">The slot lacks SEND: a defect of the set-up.</exception>
    public Sender Sender(int slot)
    {
        Require(slot, Rights.Send);
        return new Sender(Slots, slot);
    }

    /// <exception cref="InvalidOperationException">The slot lacks RECV: a defect of the set-up.</exception>
    public Receiver Receiver(int slot)
    {
        Require(slot, Rights.Receive);
        return new Receiver(Slots, slot);
    }

    public ValueTask DelayAsync(TimeSpan duration) => Loop.DelayUntilAsync(Loop.Now + duration);

    /// <summary>Lets everything run first that is ready now.</summary>
    public LoopYield YieldAsync() => new(Loop);

    public ValueTask DelayUntilAsync(Instant instant) => Loop.DelayUntilAsync(instant);

    /// <summary>Starts a concurrent activity of this task: it ends with the task, and its exception ends the task.</summary>
    public void Start(string activity, Func<ValueTask> body)
    {
        Trace(activity);
        _owner.Start(body);
    }

    public LoopSignal CreateSignal() => new(Loop);

    public LoopPromise<T> CreatePromise<T>() => new(Loop);

    /// <summary>Opens the device of a slot; it is reset when the slot closes or the task ends.</summary>
    /// <exception cref="InvalidOperationException">The slot holds no device, or it is open already.</exception>
    /// <exception cref="DeviceUnavailableException">The machine has no such device.</exception>
    public INetDevice OpenNetDevice(int slot)
    {
        if (Slots.Find(slot, out var capability) is not IpcStatus.Ok || capability.Target is not DeviceCapability device)
            throw new InvalidOperationException($"Task {Name}: slot {slot} holds no device.");
        return device.Open();
    }

    /// <summary>Remembers an event in the ring of the last 64, which a failure report prints. Does not allocate.</summary>
    public void Trace(string eventName, long a = 0, long b = 0) => _trace.Add(new TraceEntry(Now, eventName, a, b, string.Empty));

    private void Require(int slot, Rights right)
    {
        if (!Slots.RightsOf(slot).Includes(right))
            throw new InvalidOperationException($"Task {Name}: slot {slot} lacks {right}.");
    }
}
