using System.Collections.Immutable;
using System.Net.Sockets;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Qemu.Forward;

/// <summary>A node of this process on a cable that carries connections from ports of this host to guests, through the project's own stack.</summary>
/// <remarks>The stack runs on a loop and a thread of its own; the sockets are the operating system's. It needs no rights and makes no interface.</remarks>
public sealed class ForwardNode : IAsyncDisposable
{
    // Enough for the resets to leave; a guest that does not answer is not waited for.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private readonly HostPlatform _platform = new();
    private readonly TaskLoop _loop;
    private readonly CableNetDevice _device;
    private readonly ImmutableArray<PublishedPort> _ports;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    private ForwardNode(CableSwitch cable, string name, Ipv4Network address, ImmutableArray<PublishedPort> ports)
    {
        _ports = ports;
        _loop = new TaskLoop(_platform);
        _device = new CableNetDevice(cable, name, HostStack.HardwareFor(address.Address), _loop, new HostMemoryPool());
        var stack = new HostStack(_loop, _device, address);
        stack.Start();
        foreach (PublishedPort port in ports)
            _loop.Start(() => port.RunAsync(_loop, stack));
        _thread = new Thread(Run) { IsBackground = true, Name = $"forward {name}" };
        _thread.Start();
    }

    /// <summary>What is published, with the ports that were really taken.</summary>
    public IReadOnlyList<Publication> Publications => [.. _ports.Select(port => port.Actual)];

    /// <summary>Completes when the node has ended; faults when it ended by a defect.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Connections that reached a guest. After the end.</summary>
    public long Forwarded => _ports.Sum(port => port.Forwarded);

    /// <summary>Connections that no guest took. After the end.</summary>
    public long Refused => _ports.Sum(port => port.Refused);

    /// <summary>Opens the ports of this host and plugs the node in.</summary>
    /// <param name="cable">Where the guests are.</param>
    /// <param name="name">Name of the node's port on the cable.</param>
    /// <param name="address">Address and prefix of the node; the guests lie in it.</param>
    /// <param name="publications">What to carry.</param>
    /// <exception cref="IOException">A port of this host cannot be had; the message says which and why. Nothing is left open.</exception>
    public static ForwardNode Start(CableSwitch cable, string name, Ipv4Network address, IReadOnlyList<Publication> publications)
    {
        var ports = ImmutableArray.CreateBuilder<PublishedPort>();
        foreach (Publication publication in publications)
        {
            try
            {
                ports.Add(new PublishedPort(publication));
            }
            catch (SocketException problem)
            {
                foreach (PublishedPort port in ports)
                    port.Dispose();
                throw new IOException($"cannot listen on {publication.Listen}: {problem.Message}", problem);
            }
        }

        return new ForwardNode(cable, name, address, ports.ToImmutable());
    }

    /// <summary>Stops listening, resets what is open, and ends the node.</summary>
    /// <exception cref="LoopFailureException">A defect ended it before.</exception>
    public async Task StopAsync()
    {
        if (!_ended.Task.IsCompleted)
            _loop.Post(() => _loop.Start(EndAsync));
        await _ended.Task;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (LoopFailureException)
        {
            // Reported by whoever waits for Ended.
        }

        _thread.Join();
        _device.Dispose();
        foreach (PublishedPort port in _ports)
            port.Dispose();
        _platform.Dispose();
    }

    private async ValueTask EndAsync()
    {
        foreach (PublishedPort port in _ports)
            port.Stop();
        Instant end = _loop.Now + Goodbye;
        while (_ports.Any(port => port.Open > 0) && _loop.Now < end)
            await _loop.DelayUntilAsync(_loop.Now + TimeSpan.FromMilliseconds(10));
        _loop.Stop();
    }

    private void Run()
    {
        try
        {
            _loop.Run();
            _ended.SetResult();
        }
        catch (Exception defect)
        {
            // Whoever waits for the end reports it.
            _ended.SetException(defect);
        }
    }
}
