using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.Opening;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Netstackd;

/// <summary>Keeps a stack running on a device: polls it when frames arrive, when a timer is due, and when the facade queued work.</summary>
internal sealed class StackDriver
{
    private readonly TaskContext _task;
    private readonly INetDevice _device;
    private readonly LoopSignal _earlier;
    private readonly LoopSignal _polled;
    private Instant _armed = Instant.Zero;

    public StackDriver(TaskContext task, INetDevice device, NetstackSettings settings)
    {
        _task = task;
        _device = device;
        _earlier = task.CreateSignal();
        _polled = task.CreateSignal();
        Stack = new NetStack(device, task.Entropy, settings.Stack);

        // A run with test keys has the same bytes on the wire whenever it is started.
        IInitialNumbers numbers = task.Entropy.TestSeed is null ? new KeyedNumbers(Stack.Entropy) : new StreamNumbers(Stack.Entropy);
        Tcp = new TcpTransport(Stack, device.Buffers, task.Clock, settings.Tcp, numbers);
    }

    public NetStack Stack { get; }

    public TcpTransport Tcp { get; }

    /// <summary>Called after each poll.</summary>
    public Action<Instant>? Polled { get; set; }

    /// <summary>The owner's own next deadline.</summary>
    public Func<Instant>? OwnDeadline { get; set; }

    public void Start()
    {
        _task.Start("net device", RunDeviceAsync);
        _task.Start("net timers", RunTimersAsync);
    }

    /// <summary>Deadlines or queues may have changed outside of a poll.</summary>
    public void Kick()
    {
        if (NextDeadline() < _armed)
            _earlier.Set();
    }

    /// <summary>Waits for the next poll; one waiter at a time.</summary>
    public ValueTask<bool> WaitPolledAsync(Instant deadline) => _polled.WaitAsync(deadline);

    private async ValueTask RunDeviceAsync()
    {
        while (true)
        {
            Poll();
            await _device.WaitAsync(Instant.Never);
        }
    }

    private async ValueTask RunTimersAsync()
    {
        while (true)
        {
            var deadline = NextDeadline();
            if (deadline > _task.Now)
            {
                _armed = deadline;
                await _earlier.WaitAsync(deadline);
                _armed = Instant.Zero;
                if (NextDeadline() > _task.Now)
                    continue;
            }
            else
            {
                // Other tasks have their turn between two polls of a busy stack.
                await _task.YieldAsync();
            }

            Poll();
        }
    }

    private void Poll()
    {
        var now = _task.Now;
        Stack.Poll(now);
        Tcp.Poll(now);
        Polled?.Invoke(now);
        _polled.Set();
        Kick();
    }

    private Instant NextDeadline() => Instant.Min(Stack.NextDeadline, OwnDeadline?.Invoke() ?? Instant.Never);
}
