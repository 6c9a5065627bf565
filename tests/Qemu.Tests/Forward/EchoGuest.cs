using DSoftBus.Net.Facade;
using DSoftBus.Net.Netstackd;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Qemu.Forward;

/// <summary>A guest of this process that sends back what it reads, over netstackd and the facade as a booted one would; its loop has a thread of its own.</summary>
internal sealed class EchoGuest : IDisposable
{
    public const ushort EchoPort = 7; // RFC 862
    public const ushort ClosedPort = 9;

    private const byte LastByte = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StallLimit = TimeSpan.FromMilliseconds(300);

    private readonly HostPlatform _platform = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskLoop _loop;
    private readonly Thread _thread;
    private Exception? _defect;

    public EchoGuest(CableSwitch cable)
    {
        _loop = new TaskLoop(_platform);
        var manifest = new TaskManifest(
            "echo",
            new TaskEntry("netstackd", static task => NetstackTask.RunAsync(task, new NetstackSettings { OwnerShare = 1, Backlog = 32 }), RestartPolicy.Never,
                Grants.Receive(NetstackSettings.RequestSlot, "netstackd"), Grants.Device(NetstackSettings.DeviceSlot, DeviceKind.VirtioNet)),
            new TaskEntry("echo", RunAsync, RestartPolicy.Never, Grants.Send(3, "netstackd"), Grants.Receive(5, "echo.net", 64), Grants.Send(6, "echo.net")));
        var node = new Node(_loop, manifest, new NodeOptions
        {
            Name = "echo",
            Boot = BootParameters.Parse("softbus.dhcp=0"),
            Entropy = offset => new TestEntropy(offset),
            OpenDevice = (_, loop) => new CableNetDevice(cable, "guest", MacAddress.From([0x52, 0x54, 0, 0x12, 0x34, LastByte]), loop, new HostMemoryPool()),
            OnFailure = report => _defect ??= report.Exception,
        });
        node.Start();
        _thread = new Thread(_loop.Run) { IsBackground = true };
        _thread.Start();
        _listening.Task.Wait(Patience);
    }

    public static Ipv4Address Address { get; } = new(10, 42, 0, LastByte);

    /// <summary>Completes when an echo had to wait because the client does not read.</summary>
    public Task StalledAsync() => _stalled.Task;

    /// <summary>Completes when a connection was reset.</summary>
    public Task FailedAsync() => _failed.Task;

    public void Dispose()
    {
        _loop.Stop();
        _thread.Join();
        _platform.Dispose();
        if (_defect is not null)
            throw new InvalidOperationException("A task of the guest failed.", _defect);
    }

    private async ValueTask RunAsync(TaskContext task)
    {
        var network = new FacadeClient(task, 3, 5, 6);
        await network.LocalAddressAsync();
        var listener = (await network.ListenAsync(EchoPort)).Value;
        _listening.SetResult();
        int open = 0;
        var freed = task.CreateSignal();
        while (true)
        {
            // The facade has 32 calls in flight, and each echo makes one at a time.
            while (open == 24)
                await freed.WaitAsync(Instant.Never);
            var accepted = await listener.AcceptAsync(Instant.Never);
            open++;
            task.Start("echo", async () =>
            {
                await EchoAsync(task, accepted.Value);
                open--;
                freed.Set();
            });
        }
    }

    private async ValueTask EchoAsync(TaskContext task, FacadeStream stream)
    {
        byte[] buffer = new byte[FacadeLimits.Read];
        long written = 0, done = 0;
        bool ended = false;
        task.Start("stall watch", async () =>
        {
            for (long seen = -1; !ended; seen = done == written ? -1 : written)
            {
                await task.DelayAsync(StallLimit);
                if (seen == written)
                    _stalled.TrySetResult();
            }
        });
        while (true)
        {
            var read = await stream.ReadAsync(buffer, task.Now + Patience);
            if (!read.IsOk)
            {
                if (read.Status == FacadeStatus.Io)
                    _failed.TrySetResult();
                break;
            }

            written++;
            if (await stream.WriteAsync(buffer.AsMemory(0, read.Value), task.Now + Patience) != FacadeStatus.Ok)
                break;
            done = written;
        }

        ended = true;
        await stream.CloseAsync();
    }
}
