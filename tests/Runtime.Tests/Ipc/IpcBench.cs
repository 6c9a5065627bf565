using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Runtime.Ipc;

/// <summary>A kernel with bare slot tables, to see every status without tasks around it.</summary>
internal sealed class IpcBench
{
    private uint _pid;

    public IpcBench() => Kernel = new IpcKernel(Loop);

    public TaskLoop Loop { get; } = new(new VirtualPlatform());

    public IpcKernel Kernel { get; }

    public HostMemoryPool Memory { get; } = new();

    public EndpointOwner Owner { get; } = new("owner");

    public static Instant At(double milliseconds) => Instant.Zero + TimeSpan.FromMilliseconds(milliseconds);

    public SlotTable Table(string name = "task") =>
        new(Kernel, new LoopOwner(Loop, name, exception => Loop.Root.Fail(exception)), ServiceId.Of(name), ++_pid, Memory);

    public Endpoint Endpoint(int depth = 2, EndpointOwner? owner = null)
    {
        Assert.Equal(IpcStatus.Ok, Kernel.CreateEndpoint("endpoint", owner ?? Owner, depth, out var endpoint));
        return endpoint!;
    }

    /// <summary>Places a capability in the lowest free slot.</summary>
    public static int Give(SlotTable table, CapabilityTarget target, Rights rights)
    {
        var slot = Enumerable.Range(1, SlotTable.Capacity - 1).First(slot => table.RightsOf(slot) is Rights.None);
        table.Place(slot, new Capability(target, rights, 0));
        return slot;
    }

    /// <summary>A table that sends to <paramref name="endpoint"/>.</summary>
    public Sender Sender(Endpoint endpoint, string name = "sender")
    {
        var table = Table(name);
        return new Sender(table, Give(table, endpoint, Rights.Send));
    }

    public Receiver Receiver(Endpoint endpoint, string name = "receiver")
    {
        var table = Table(name);
        return new Receiver(table, Give(table, endpoint, Rights.Receive));
    }

    /// <summary>Lets everything run that is ready or becomes due until <paramref name="milliseconds"/>.</summary>
    public void RunTo(double milliseconds) => Loop.RunUntil(() => false, At(milliseconds));

    /// <summary>Runs one operation and gives its result; default when it has not ended after <paramref name="milliseconds"/> more.</summary>
    public T? Finish<T>(Func<ValueTask<T>> operation, double milliseconds = 1)
        where T : struct
    {
        T? result = null;
        Loop.Start(async () => result = await operation());
        Loop.RunUntil(() => result is not null, Loop.Now + TimeSpan.FromMilliseconds(milliseconds));
        return result;
    }

    /// <summary>Fills every free slot with clones of <paramref name="slot"/>.</summary>
    public static void FillSlots(SlotTable table, int slot)
    {
        while (table.Clone(slot, out _) is IpcStatus.Ok)
        {
        }
    }
}
