using System.Security.Cryptography;
using DSoftBus.Net.Dhcp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Qemu.Tap.Services;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Tap;

/// <summary>The project's network stack on a TAP device, with services on it: one thread that takes frames, runs the stack and the services, and waits.</summary>
public sealed class TapNode : IDisposable
{
    private const int SeedLength = 64;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private readonly TapDevice _device;
    private readonly TapNodeOptions _options;
    private readonly SteppedClock _clock = new();
    private readonly NetStack _stack;
    private readonly TcpTransport _tcp;
    private readonly ServiceHost _services;
    private volatile bool _stopping;

    /// <param name="device">Stays the caller's.</param>
    /// <param name="options">What to run.</param>
    public TapNode(TapDevice device, TapNodeOptions options)
    {
        _device = device;
        _options = options;
        var entropy = new GeneratorEntropy();
        entropy.AddSeed(RandomNumberGenerator.GetBytes(SeedLength));
        _stack = new NetStack(device, entropy, new NetStackOptions { ReceiveBudget = options.ReceiveBudget });
        int buffers = device.Buffers.Capacity;
        _tcp = new TcpTransport(_stack, device.Buffers, _clock, new TcpSettings
        {
            MaximumConnections = options.Connections,
            MaximumBacklog = ServiceHost.WantedBacklog,
            ReceiveBuffer = options.ReceiveBuffer,
            SendBuffer = options.SendBuffer,
            SendSegments = buffers / 2,
            SendBuffersOfAll = buffers / 2,
        });
        _services = new ServiceHost(_tcp.Layer);
    }

    /// <summary>Own address, gateway, and where they came from.</summary>
    public InterfaceState Interface => _stack.Interface;

    /// <summary>Connections that the services accepted.</summary>
    public long Accepted => _services.Accepted;

    /// <summary>Opens the services and begins to get an address.</summary>
    /// <returns>The service whose port is taken by another; null: all listen.</returns>
    public ServicePort? Start()
    {
        Instant now = _clock.Step();
        if (_options.Network is { } network)
            _stack.ConfigureStatic(network, _options.Gateway, now);
        else
            _stack.StartDhcp(now);
        return _options.Services.FirstOrDefault(service => !_services.TryListen(service));
    }

    /// <summary>Runs on this thread until <see cref="Stop"/>, or until the interface is deleted. Connections that are open at the end are reset, a lease is given back.</summary>
    /// <param name="ready">Called once, when there is an address.</param>
    public void Run(Action ready)
    {
        bool isReady = false;
        while (!_stopping && !_device.IsGone)
        {
            Round();
            if (!isReady && _stack.Interface.HasAddress)
            {
                isReady = true;
                ready();
            }
        }

        End();
    }

    /// <summary>Ends <see cref="Run"/>. Any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        _device.Wake();
    }

    /// <summary>Every counter of the device, the stack and TCP that is not zero, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Counters() => TapStatistics.Of(_device, _stack, _tcp.Layer);

    public void Dispose() => _clock.Dispose();

    private void Round()
    {
        Instant now = _clock.Step();
        _stack.Poll(now);
        _tcp.Poll(now);
        _services.Run(now);
        if (_services.HasWork)
            return;
        TimeSpan limit = _clock.Until(_stack.NextDeadline);
        if (limit == Timeout.InfiniteTimeSpan || limit > TimeSpan.Zero)
            _device.Wait(limit);
    }

    private void End()
    {
        if (_device.IsGone)
            return;
        Instant now = _clock.Step(), end = now + Goodbye;
        _tcp.Layer.OnAddressLost(_stack.Interface.Address);
        if (_options.Network is not null)
            return;
        _stack.ReleaseLease(now);
        while (_stack.DhcpState != DhcpState.Stopped && _clock.Now < end && !_device.IsGone)
        {
            _stack.Poll(_clock.Step());
            TimeSpan limit = _clock.Until(Instant.Min(_stack.NextDeadline, end));
            if (limit > TimeSpan.Zero)
                _device.Wait(limit);
        }
    }
}
