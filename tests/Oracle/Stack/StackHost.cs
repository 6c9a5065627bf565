using System.Security.Cryptography;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Oracle.Runner.Stack;

/// <summary>Our stack on a device, polled whenever it asks to be. Loop thread only.</summary>
internal sealed class StackHost : IDisposable
{
    private const int SeedLength = 64;

    private readonly TaskLoop _loop;
    private readonly INetDevice _device;
    private readonly LoopSignal _earlier;
    private readonly HashSet<LoopSignal> _waiting = [];
    private readonly Stack<LoopSignal> _idle = new();
    private Instant _armed = Instant.Zero;
    private bool _disposed;

    public StackHost(TaskLoop loop, INetDevice device, NetStackOptions options, TcpSettings settings)
    {
        (_loop, _device) = (loop, device);
        _earlier = new LoopSignal(loop);
        var entropy = new GeneratorEntropy();
        entropy.AddSeed(RandomNumberGenerator.GetBytes(SeedLength));
        Stack = new NetStack(device, entropy, options);
        Tcp = new TcpTransport(Stack, device.Buffers, loop.Clock, settings);
    }

    public NetStack Stack { get; }

    public TcpTransport Tcp { get; }

    public Instant Now => _loop.Now;

    public void Start()
    {
        _loop.Start(RunDeviceAsync);
        _loop.Start(RunTimersAsync);
    }

    /// <summary>To be called after every use of the stack: its deadlines may have changed.</summary>
    public void Kick()
    {
        if (Stack.NextDeadline < _armed)
            _earlier.Set();
    }

    /// <summary>Waits poll by poll until <paramref name="done"/> holds. False: <paramref name="deadline"/> passed first.</summary>
    public async Task<bool> UntilAsync(Func<bool> done, Instant deadline)
    {
        while (!done())
        {
            if (_disposed || Now >= deadline)
                return false;
            Kick();
            await PolledAsync(deadline);
        }

        return true;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _device.Dispose();
        _earlier.Set();
        Wake();
    }

    private async ValueTask PolledAsync(Instant deadline)
    {
        var signal = _idle.TryPop(out var pooled) ? pooled : new LoopSignal(_loop);
        _waiting.Add(signal);
        await signal.WaitAsync(deadline);
        _waiting.Remove(signal);
        _idle.Push(signal);
    }

    private async ValueTask RunDeviceAsync()
    {
        while (!_disposed)
        {
            Poll();
            await _device.WaitAsync(Instant.Never);
        }
    }

    private async ValueTask RunTimersAsync()
    {
        while (!_disposed)
        {
            var deadline = Stack.NextDeadline;
            if (deadline > Now)
            {
                _armed = deadline;
                await _earlier.WaitAsync(deadline);
                _armed = Instant.Zero;
            }
            else
            {
                await Task.Yield();
                if (!_disposed)
                    Poll();
            }
        }
    }

    private void Poll()
    {
        var now = Now;
        Stack.Poll(now);
        Tcp.Poll(now);
        Wake();
        Kick();
    }

    private void Wake()
    {
        foreach (var signal in _waiting)
            signal.Set();
    }
}
