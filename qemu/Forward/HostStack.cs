using System.Security.Cryptography;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Forward;

/// <summary>The project's own network stack in this process, with an address of its own on the cable. Loop thread only.</summary>
internal sealed class HostStack
{
    private const int SeedLength = 64;

    private readonly TaskLoop _loop;
    private readonly INetDevice _device;
    private readonly LoopSignal _earlier;
    private readonly NetStack _stack;
    private readonly TcpTransport _tcp;
    private readonly HashSet<GuestStream> _streams = [];
    private Instant _armed = Instant.Zero;

    public HostStack(TaskLoop loop, INetDevice device, Ipv4Network address)
    {
        (_loop, _device) = (loop, device);
        _earlier = new LoopSignal(loop);
        var entropy = new GeneratorEntropy();
        entropy.AddSeed(RandomNumberGenerator.GetBytes(SeedLength));
        _stack = new NetStack(device, entropy, new NetStackOptions());
        _tcp = new TcpTransport(_stack, device.Buffers, loop.Clock);
        _stack.ConfigureStatic(address, gateway: null, loop.Now);
    }

    public Instant Now => _loop.Now;

    /// <summary>The hardware address of a host node: locally administered, made of its address, so that no two on a cable are equal.</summary>
    public static MacAddress HardwareFor(Ipv4Address address)
    {
        byte[] bytes = [0x02, 0x00, 0, 0, 0, 0];
        address.Write(bytes.AsSpan(2));
        return MacAddress.From(bytes);
    }

    public void Start()
    {
        _loop.Start(RunDeviceAsync);
        _loop.Start(RunTimersAsync);
    }

    /// <summary>Begins a connection; null when the guest's address cannot be reached from here or the table is full.</summary>
    public TcpConnection? Connect(Ipv4Address address, ushort port)
    {
        _ = _tcp.Layer.Connect(address, port, Now, out TcpConnection? connection);
        Kick();
        return connection;
    }

    /// <summary>From now on the stream looks at its connection after each poll.</summary>
    public void Add(GuestStream stream) => _streams.Add(stream);

    public void Remove(GuestStream stream) => _streams.Remove(stream);

    /// <summary>To be called after every use of a connection: its deadlines may have changed.</summary>
    public void Kick()
    {
        if (_stack.NextDeadline < _armed)
            _earlier.Set();
    }

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
            Instant deadline = _stack.NextDeadline;
            if (deadline > Now)
            {
                _armed = deadline;
                await _earlier.WaitAsync(deadline);
                _armed = Instant.Zero;
            }
            else
            {
                await Task.Yield();
                Poll();
            }
        }
    }

    private void Poll()
    {
        Instant now = Now;
        _stack.Poll(now);
        _tcp.Poll(now);
        foreach (GuestStream stream in _streams)
            stream.Look();
        Kick();
    }
}
