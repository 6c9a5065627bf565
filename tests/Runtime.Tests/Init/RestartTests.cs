using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using static DSoftBus.Runtime.Init.Grants;

namespace DSoftBus.Tests.Runtime.Init;

public class RestartTests
{
    private readonly Simulation _simulation = new();

    private List<string> Log => _simulation.Log;

    [Fact]
    public void A_failure_is_reported_with_its_trace_and_the_task_starts_again_after_a_growing_time()
    {
        _simulation.Start(new TaskEntry("worker", task =>
        {
            Log.Add($"{task.Now} generation {task.Generation}");
            for (var i = 0; i < 70; i++)
                task.Trace("step", i, 2);
            task.Log.Event("giving-up", "for good reason");
            throw new FormatException("bad\nnews");
        }, RestartPolicy.OnFailure));
        _simulation.RunFor(20_000);

        Assert.Equal(
            ["0.000000 generation 1", "0.100000 generation 2", "0.300000 generation 3", "0.700000 generation 4", "1.500000 generation 5", "3.100000 generation 6", "6.300000 generation 7", "11.300000 generation 8", "16.300000 generation 9"],
            Log);
        Assert.Equal("init: task worker failed (FormatException: bad news)", _simulation.Markers.Lines[1]);
        Assert.Equal("init: trace worker 0.000000 step 7 2", _simulation.Markers.Lines[2]);
        Assert.Equal("init: trace worker 0.000000 giving-up for good reason", _simulation.Markers.Lines[65]);
        Assert.StartsWith("init: stack worker System.FormatException: bad", _simulation.Markers.Lines[66]);
        Assert.Contains("init: task worker restarted (generation 2)", _simulation.Markers.Lines);
        var report = _simulation.Failures[1];
        Assert.Equal(("node", "worker", 2u, Simulation.At(100), 64), (report.Node, report.Task, report.Generation, report.At, report.Trace.Length));
    }

    [Fact]
    public void A_long_life_makes_the_back_off_short_again()
    {
        var lives = new Queue<int>([0, 0, 0, 10_000, 0]);
        _simulation.Start(new TaskEntry("worker", async task =>
        {
            Log.Add(task.Now.ToString());
            await task.DelayAsync(TimeSpan.FromMilliseconds(lives.Dequeue()));
        }, RestartPolicy.Always));
        _simulation.RunUntilLogged(5);
        Assert.Equal(["0.000000", "0.100000", "0.300000", "0.700000", "10.800000"], Log);
    }

    [Theory]
    [InlineData(RestartPolicy.Never, false, TaskState.Ended)]
    [InlineData(RestartPolicy.Never, true, TaskState.Failed)]
    [InlineData(RestartPolicy.OnFailure, false, TaskState.Ended)]
    [InlineData(RestartPolicy.OnFailure, true, TaskState.WaitingForRestart)]
    [InlineData(RestartPolicy.Always, false, TaskState.WaitingForRestart)]
    [InlineData(RestartPolicy.Always, true, TaskState.WaitingForRestart)]
    public void The_policy_decides(RestartPolicy policy, bool fails, TaskState expected)
    {
        _simulation.Start(new TaskEntry("t", _ => fails ? throw new FormatException() : ValueTask.CompletedTask, policy));
        _simulation.RunFor(50);
        Assert.Equal(expected, Assert.Single(_simulation.Node.Tasks).State);
        Assert.Equal(fails ? 1 : 0, _simulation.Failures.Count);
    }

    [Fact]
    public void Nothing_of_an_ended_generation_runs_again()
    {
        var outside = new TaskCompletionSource();
        _simulation.Start(new TaskEntry("worker", async task =>
        {
            var generation = task.Generation;
            task.Start("ticker", async () =>
            {
                while (true)
                {
                    await task.DelayAsync(TimeSpan.FromMilliseconds(30));
                    Log.Add($"tick {generation}");
                }
            });
            task.Start("foreign", async () =>
            {
                await outside.Task;
                Log.Add($"foreign {generation}");
            });
            task.Start("inbox", async () =>
            {
                using var message = await task.Receiver(3).ReceiveAsync();
                Log.Add($"message {generation}");
            });
            await task.DelayAsync(TimeSpan.FromMilliseconds(generation == 1 ? 40 : 40_000));
            throw new FormatException();
        }, RestartPolicy.Always, Receive(3, "worker"), Send(4, "worker")));
        _simulation.RunFor(145);
        outside.SetResult();
        _simulation.RunFor(30);
        Assert.Equal(["tick 1", "foreign 2", "tick 2"], Log);
    }

    [Fact]
    public void An_exception_in_an_activity_ends_the_whole_task()
    {
        _simulation.Start(new TaskEntry("worker", async task =>
        {
            task.Start("breaks", async () =>
            {
                await task.DelayAsync(TimeSpan.FromMilliseconds(10));
                throw new FormatException("activity");
            });
            await task.DelayAsync(TimeSpan.FromMilliseconds(11));
            Log.Add("not reached");
        }, RestartPolicy.Never));
        _simulation.RunFor(50);
        Assert.Empty(Log);
        Assert.Equal("activity", Assert.Single(_simulation.Failures).Message);
    }

    [Fact]
    public void The_end_of_a_client_closes_its_capabilities_and_the_server_sees_it()
    {
        _simulation.Start(
            new TaskEntry("server", async task =>
            {
                var requests = task.Receiver(3);
                while (true)
                {
                    using var message = await requests.ReceiveAsync();
                    Log.Add($"{task.Now} {message.Status}{(message.Status is IpcStatus.Ok ? $" pid {message.SenderPid}" : "")}");
                    if (message.Status is IpcStatus.PeerClosed)
                        await task.DelayAsync(TimeSpan.FromMilliseconds(150));
                }
            }, RestartPolicy.Never, Receive(3, "server")),
            new TaskEntry("client", task =>
            {
                task.Sender(3).TrySend([1]);
                return task.Generation == 1 ? throw new FormatException() : Simulation.ForeverAsync(task);
            }, RestartPolicy.Always, Send(3, "server")));
        _simulation.RunFor(1000);
        Assert.Equal(["0.000000 Ok pid 3", "0.000000 PeerClosed", "0.150000 Ok pid 4"], Log);
    }

    [Fact]
    public void A_server_that_comes_back_has_lost_what_was_queued_and_serves_whoever_waited()
    {
        _simulation.Start(
            new TaskEntry("server", async task =>
            {
                if (task.Generation == 1)
                {
                    await task.DelayAsync(TimeSpan.FromMilliseconds(5));
                    throw new FormatException();
                }

                while (true)
                {
                    using var message = await task.Receiver(3).ReceiveAsync();
                    Log.Add($"server {task.Generation} got {message.Payload[0]}");
                }
            }, RestartPolicy.Always, Receive(3, "server", depth: 2)),
            new TaskEntry("client", async task =>
            {
                for (byte i = 0; i < 4; i++)
                    Log.Add($"send {i} {await task.Sender(3).SendAsync(new[] { i }, Instant.Never)} {task.Now}");
                await Simulation.ForeverAsync(task);
            }, RestartPolicy.Never, Send(3, "server")));
        _simulation.RunUntilLogged(6);
        Assert.Equal(
            ["send 0 Ok 0.000000", "send 1 Ok 0.000000", "send 2 Ok 0.005000", "send 3 Ok 0.005000", "server 2 got 2", "server 2 got 3"],
            Log);
    }

    [Fact]
    public void A_server_that_stays_away_takes_its_endpoints_with_it()
    {
        _simulation.Start(
            new TaskEntry("server", async task => await task.DelayAsync(TimeSpan.FromMilliseconds(5)), RestartPolicy.OnFailure, Receive(3, "server", depth: 1)),
            new TaskEntry("client", async task =>
            {
                for (byte i = 0; i < 3; i++)
                    Log.Add($"{await task.Sender(3).SendAsync(new[] { i }, Instant.Never)}");
                await Simulation.ForeverAsync(task);
            }, RestartPolicy.Never, Send(3, "server")));
        _simulation.RunUntilLogged(3);
        Assert.Equal(["Ok", "NoSuchEndpoint", "NoSuchEndpoint"], Log);
        Assert.Equal(0, _simulation.Node.QueuedBytes);
    }

    [Fact]
    public void A_device_is_reset_when_its_task_ends_and_opens_again_for_the_next_generation()
    {
        var devices = new List<FakeDevice>();
        _simulation.Options = new NodeOptions
        {
            OpenDevice = (_, _) =>
            {
                devices.Add(new FakeDevice());
                return devices[^1];
            },
        };
        _simulation.Start(new TaskEntry("net", async task =>
        {
            var device = task.OpenNetDevice(48);
            Assert.Same(devices[^1], device);
            Assert.Throws<InvalidOperationException>(() => task.OpenNetDevice(48));
            await task.DelayAsync(TimeSpan.FromMilliseconds(10));
            throw new FormatException();
        }, RestartPolicy.Always, Device(48, DeviceKind.VirtioNet)));
        _simulation.RunFor(115);
        Assert.Equal([true, false], devices.Select(device => device.IsDisposed));
        _simulation.Node.Stop();
        Assert.Equal([true, true], devices.Select(device => device.IsDisposed));
    }

    [Fact]
    public void A_restarted_task_goes_on_in_its_random_streams()
    {
        var asked = new List<byte>();
        _simulation.Options = new NodeOptions
        {
            Entropy = offset =>
            {
                asked.Add(offset);
                return new TestEntropy((byte)(10 + offset));
            },
        };
        _simulation.Start(new TaskEntry("t", task =>
        {
            Log.Add($"{task.Entropy.For(RandomPurpose.Jitter).NextUInt32()}");
            return ValueTask.CompletedTask;
        }, RestartPolicy.Always)
        { SeedOffset = 2 });
        _simulation.RunUntilLogged(2);
        var stream = new TestEntropy(12).For(RandomPurpose.Jitter);
        Assert.Equal([$"{stream.NextUInt32()}", $"{stream.NextUInt32()}"], Log);
        Assert.Equal(1, asked.Count(offset => offset == 2));
    }

    [Fact]
    public void Stopping_ends_everything_for_good_even_from_inside()
    {
        _simulation.Start(
            new TaskEntry("fails", _ => throw new FormatException(), RestartPolicy.Always),
            new TaskEntry("stops", async task =>
            {
                await task.DelayAsync(TimeSpan.FromMilliseconds(50));
                _simulation.Node.Stop();
                Log.Add("after stop");
                await task.DelayAsync(TimeSpan.FromMilliseconds(1));
                Log.Add("never");
            }, RestartPolicy.Always));
        _simulation.RunFor(10_000);
        Assert.Equal(["after stop"], Log);
        Assert.All(_simulation.Node.Tasks, task => Assert.Equal((TaskState.Ended, 0), (task.State, task.SlotsUsed)));
        Assert.Throws<InvalidOperationException>(_simulation.Node.Start);
    }

    private sealed class FakeDevice : INetDevice
    {
        public bool IsDisposed { get; private set; }

        public MacAddress Address => default;

        public int Mtu => 1500;

        public NetDeviceFeatures Features => NetDeviceFeatures.None;

        public PacketPool Buffers => throw new NotSupportedException();

        public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame)
        {
            frame = null;
            return false;
        }

        public TransmitStatus TryTransmit(PacketBuffer frame) => TransmitStatus.Down;

        public ValueTask WaitAsync(Instant deadline) => ValueTask.CompletedTask;

        public void Dispose() => IsDisposed = true;
    }
}
