using DSoftBus.Drivers.Virtio;
using DSoftBus.Drivers.VirtioRng;
using DSoftBus.Image.Boot;
using DSoftBus.Image.Devices;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Platform.Guest;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>A node of three tasks on the machine's devices: frames to and from the cable, memory objects that change owners, random bytes by interrupt.</summary>
internal sealed class BusWork
{
    private const int GiverSlot = 3;
    private const int TakerSlot = 4;
    private const int DeviceSlot = 48;
    private const int ObjectSize = 8192;
    private const int SeedLength = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan DeviceTime = TimeSpan.FromSeconds(30);

    private readonly SoakState _state;
    private readonly SoakCounter _objects;
    private readonly SoakCounter _seeds;
    private readonly SoakWire _wire;
    private readonly GuestPlatform _platform = new();
    private readonly TaskLoop _loop;
    private readonly VirtioRngDevice? _entropy;
    private bool _giverRests = true;

    public BusWork(SoakState state)
    {
        _state = state;
        _objects = state.Counter("moved objects");
        _seeds = state.Counter("random reads");
        _wire = new SoakWire(state);
        _loop = new TaskLoop(_platform);
        var console = new SerialConsole();
        var memory = new GuestMemoryPool();
        GuestMachine machine = GuestMachine.Discover(console);
        HasDevices = machine.Network is not null && machine.Entropy is not null;
        if (machine.Entropy is { } device)
            VirtioRngDevice.TryOpen(device.Registers, device.Interrupt(_platform, _loop), memory, out _entropy);
        var network = new GuestNetwork(machine.Network, _platform, memory, console, BootParameters.Empty);
        var manifest = new TaskManifest(
            "soak",
            new TaskEntry("giver", GiveAsync, RestartPolicy.Never, Grants.Send(GiverSlot, "taker")),
            new TaskEntry("taker", TakeAsync, RestartPolicy.Never, Grants.Receive(TakerSlot, "taker")),
            new TaskEntry("wire", task => _wire.RunAsync(task, DeviceSlot), RestartPolicy.Never, Grants.Device(DeviceSlot, DeviceKind.VirtioNet)),
            new TaskEntry("entropy", DrawAsync, RestartPolicy.Never));
        Node = new Node(_loop, manifest, new NodeOptions
        {
            Name = "soak",
            Markers = console,
            Memory = memory,
            OpenDevice = (_, loop) => network.Open(loop),
            OnFailure = report => state.Fail($"task {report.Task} failed: {report.Exception.Message}"),
        });
        if (HasDevices)
            Node.Start();
    }

    /// <summary>Whether the machine has a network and an entropy device.</summary>
    public bool HasDevices { get; }

    public Node Node { get; }

    /// <summary>Runs the loop until the soak stops and no task holds anything any more.</summary>
    public void Run() => _loop.RunUntil(() => _state.IsStopping && _giverRests && Node.QueuedBytes == 0 && _wire.Rests, Instant.Never);

    private async ValueTask GiveAsync(TaskContext task)
    {
        Sender taker = task.Sender(GiverSlot);
        for (byte value = 1; ; value++)
        {
            _giverRests = _state.IsStopping;
            await task.DelayAsync(Pause);
            if (_state.IsStopping)
                continue;
            if (task.Slots.CreateMemoryObject(ObjectSize, out int slot) is not IpcStatus.Ok)
            {
                _state.Fail("no memory object");
                continue;
            }

            Fill(task, slot, value);
            if (taker.TrySend([value], moveSlot: slot) is not IpcStatus.Ok)
                task.Slots.Close(slot);
        }
    }

    private async ValueTask TakeAsync(TaskContext task)
    {
        Receiver requests = task.Receiver(TakerSlot);
        while (true)
        {
            using Message message = await requests.ReceiveAsync();
            if (message.Status is not IpcStatus.Ok || !Holds(task, message.MovedSlot, message.Payload[0]))
                _state.Fail("a moved memory object does not hold what was written");
            _objects.Add();
        }
    }

    private async ValueTask DrawAsync(TaskContext task)
    {
        byte[] last = new byte[SeedLength];
        byte[] seed = new byte[SeedLength];
        while (true)
        {
            await task.DelayAsync(Pause);
            if (_state.IsStopping || _entropy is null)
                continue;
            if (_entropy.TryFill(seed, _platform, task.Now + DeviceTime) != VirtioError.None || seed.AsSpan().SequenceEqual(last))
                _state.Fail("the entropy device gave nothing new");
            seed.CopyTo(last, 0);
            _seeds.Add();
        }
    }

    private static void Fill(TaskContext task, int slot, byte value)
    {
        if (task.Slots.Lease(slot, out MemoryLease lease) is not IpcStatus.Ok)
            return;
        using (lease)
            lease.Span.Fill(value);
    }

    private static bool Holds(TaskContext task, int slot, byte value)
    {
        if (task.Slots.Lease(slot, out MemoryLease lease) is not IpcStatus.Ok)
            return false;
        using (lease)
            return lease.Span.Length >= ObjectSize && !lease.Span[..ObjectSize].ContainsAnyExcept(value);
    }
}
