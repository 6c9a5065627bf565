using DSoftBus.Net.Devices;
using DSoftBus.Net.Facade;
using DSoftBus.Net.Netstackd;
using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>Streams through the facade between two nodes.</summary>
public sealed class FacadeStreamTests
{
    private const ushort Port = 34567;

    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    public void A_megabyte_each_way_arrives_and_ends_with_END_OF_STREAM(double loss)
    {
        var world = new NetworkWorld(new LinkOptions { Delay = TimeSpan.FromMilliseconds(1), Loss = loss, Seed = 5 });
        var (first, second) = (Text(1), Text(2));
        byte[] heardByServer = [], heardByClient = [];
        world.Add(("client", async (task, facade) =>
        {
            var stream = await ConnectAsync(task.Now, facade);
            heardByClient = await ExchangeAsync(task, stream, first);
        }
        ));
        world.Add(("server", async (task, facade) =>
        {
            var listener = (await facade.ListenAsync(Port)).Value;
            var accepted = await listener.AcceptAsync(Instant.Never);
            heardByServer = await ExchangeAsync(task, accepted.Value, second);
            Assert.Equal(FacadeStatus.Ok, await listener.CloseAsync());
        }
        ));
        world.Run(seconds: 3600);
        Assert.Equal(first, heardByServer);
        Assert.Equal(second, heardByClient);
    }

    [Fact]
    public void A_slow_reader_holds_the_writer_back_and_loses_nothing()
    {
        var world = new NetworkWorld { Settings = new NetstackSettings { Tcp = new TcpSettings { ReceiveBuffer = 4096, SendBuffer = 4096 } } };
        var text = Text(3)[..40_000];
        var heard = new MemoryStream();
        world.Add(("client", async (task, facade) =>
        {
            var stream = await ConnectAsync(task.Now, facade);
            Assert.Equal(FacadeStatus.Ok, await stream.WriteAsync(text, Instant.Never));
            Assert.True(task.Now > Instant.Zero + TimeSpan.FromSeconds(20));
            await stream.CloseAsync();
        }
        ));
        world.Add(("server", async (task, facade) =>
        {
            var listener = (await facade.ListenAsync(Port)).Value;
            var stream = (await listener.AcceptAsync(Instant.Never)).Value;
            var buffer = new byte[480];
            while (await stream.ReadAsync(buffer, Instant.Never) is { IsOk: true } result)
            {
                heard.Write(buffer, 0, result.Value);
                await task.DelayAsync(TimeSpan.FromMilliseconds(300));
            }
        }
        ));
        world.Run(seconds: 600);
        Assert.Equal(text, heard.ToArray());
    }

    [Fact]
    public void SHUTDOWN_ends_one_direction_only()
    {
        var world = new NetworkWorld();
        var (question, answer) = (Text(6)[..5_000], Text(7)[..50_000]);
        byte[] heard = [];
        world.Add(("client", async (task, facade) =>
        {
            var stream = await ConnectAsync(task.Now, facade);
            Assert.Equal(FacadeStatus.Ok, await stream.WriteAsync(question, Instant.Never));
            Assert.Equal(FacadeStatus.Ok, await stream.ShutdownAsync());
            Assert.Equal(FacadeStatus.Ok, await stream.ShutdownAsync());
            Assert.Equal(FacadeStatus.Io, await stream.WriteAsync(question, Instant.Never));
            heard = await ReadToEndAsync(stream);
            await stream.CloseAsync();
            Assert.Equal(FacadeStatus.NotFound, await stream.ShutdownAsync());
        }
        ));
        world.Add(("server", async (task, facade) =>
        {
            var listener = (await facade.ListenAsync(Port)).Value;
            var stream = (await listener.AcceptAsync(Instant.Never)).Value;
            Assert.Equal(question, await ReadToEndAsync(stream));
            Assert.Equal(FacadeStatus.Ok, await stream.WriteAsync(answer, Instant.Never));
            await stream.CloseAsync();
        }
        ));
        world.Run();
        Assert.Equal(answer, heard);
    }

    [Fact]
    public void A_port_without_listener_refuses_and_an_absent_host_times_out()
    {
        var world = new NetworkWorld();
        world.Add(("client", async (task, facade) =>
        {
            Assert.Equal(FacadeStatus.Io, (await facade.ConnectAsync(NetworkWorld.AddressOf(1), Port, task.Now + TimeSpan.FromSeconds(5))).Status);
            var end = task.Now + TimeSpan.FromSeconds(5);
            Assert.Equal(FacadeStatus.TimedOut, (await facade.ConnectAsync(NetworkWorld.AddressOf(99), Port, end)).Status);
            Assert.Equal(end, task.Now);
            Assert.Equal(FacadeStatus.Io, (await facade.ConnectAsync(new(192, 168, 1, 1), Port, end)).Status);
        }
        ));
        world.Add();
        world.Run();
    }

    [Fact]
    public void The_peers_abort_is_IO_on_both_calls()
    {
        var world = new NetworkWorld();
        world.Add(("client", async (task, facade) =>
        {
            var stream = await ConnectAsync(task.Now, facade);
            await stream.WriteAsync(new byte[10], Instant.Never);
            var result = await stream.ReadAsync(new byte[10], Instant.Never);
            Assert.Equal(FacadeStatus.Io, result.Status);
            Assert.Equal(FacadeStatus.Io, await stream.WriteAsync(new byte[10], Instant.Never));
            Assert.Equal(FacadeStatus.Ok, await stream.CloseAsync());
            Assert.Equal(FacadeStatus.NotFound, await stream.CloseAsync());
        }
        ));
        world.Add(("server", async (task, facade) =>
        {
            var listener = (await facade.ListenAsync(Port)).Value;
            var stream = (await listener.AcceptAsync(Instant.Never)).Value;
            await task.DelayAsync(TimeSpan.FromMilliseconds(100));

            // Ten bytes lie unread: closing resets (RFC 1122 section 4.2.2.13).
            await stream.CloseAsync();
        }
        ));
        world.Run();
    }

    [Fact]
    public void A_full_backlog_makes_connections_wait_until_somebody_accepts()
    {
        var world = new NetworkWorld { Settings = new NetstackSettings { Backlog = 2, Tcp = new TcpSettings { SynCookies = false } } };
        int connected = 0;
        world.Add(("client", async (task, facade) =>
        {
            // An unresolved neighbour keeps one packet: resolve it first.
            Assert.True((await facade.PingAsync(NetworkWorld.AddressOf(1), TimeSpan.FromSeconds(1))).IsOk);
            var deadline = task.Now + TimeSpan.FromSeconds(60);
            var attempts = Enumerable.Range(0, 4).Select(async _ =>
            {
                Assert.True((await facade.ConnectAsync(NetworkWorld.AddressOf(1), Port, deadline)).IsOk);
                connected++;
            }).ToArray();
            await Task.WhenAll(attempts);
        }
        ));
        world.Add(("server", async (task, facade) =>
        {
            var listener = (await facade.ListenAsync(Port)).Value;
            await task.DelayAsync(TimeSpan.FromMilliseconds(900));
            Assert.Equal(2, connected);
            for (int i = 0; i < 4; i++)
                Assert.True((await listener.AcceptAsync(Instant.Never)).IsOk);
        }
        ));
        world.Run();
        Assert.Equal(4, connected);
    }

    [Fact]
    public void One_machine_talks_to_itself_over_its_own_address()
    {
        var world = new NetworkWorld();
        var (first, second) = (Text(4)[..100_000], Text(5)[..100_000]);
        byte[] heardByServer = [], heardByClient = [];
        world.Add(
            ("client", async (task, facade) =>
            {
                var stream = await ConnectAsync(task.Now, facade, node: 0);
                heardByClient = await ExchangeAsync(task, stream, first);
            }
        ),
            ("server", async (task, facade) =>
            {
                var listener = (await facade.ListenAsync(Port)).Value;
                var accepted = await listener.AcceptAsync(Instant.Never);
                heardByServer = await ExchangeAsync(task, accepted.Value, second);
            }
        ));
        world.Run();
        Assert.Equal(first, heardByServer);
        Assert.Equal(second, heardByClient);
    }

    [Fact]
    public void A_read_that_times_out_can_be_repeated_and_a_write_may_go_on_meanwhile()
    {
        var world = new NetworkWorld();
        world.Add(("client", async (task, facade) =>
        {
            var stream = await ConnectAsync(task.Now, facade);
            var end = task.Now + TimeSpan.FromMilliseconds(250);
            Assert.Equal(FacadeStatus.TimedOut, (await stream.ReadAsync(new byte[10], end)).Status);
            Assert.InRange((task.Now - end).TotalMilliseconds, 0, 1);
            var reading = stream.ReadAsync(new byte[10], Instant.Never);
            await stream.WriteAsync("ask"u8.ToArray(), Instant.Never);
            Assert.Equal(6, (await reading).Value);
        }
        ));
        world.Add(("server", async (task, facade) =>
        {
            var listener = (await facade.ListenAsync(Port)).Value;
            var stream = (await listener.AcceptAsync(Instant.Never)).Value;
            Assert.Equal(3, (await stream.ReadAsync(new byte[10], Instant.Never)).Value);
            await stream.WriteAsync("answer"u8.ToArray(), Instant.Never);
        }
        ));
        world.Run();
    }

    [Fact]
    public void Two_runs_with_test_keys_give_the_same_frames()
    {
        var runs = new List<List<string>>();
        for (int run = 0; run < 2; run++)
        {
            var world = new NetworkWorld();
            world.Link.IsRecording = true;
            world.Add(("client", async (task, facade) =>
            {
                var stream = await ConnectAsync(task.Now, facade);
                await ExchangeAsync(task, stream, Text(1)[..5000]);
            }
            ));
            world.Add(("server", async (task, facade) =>
            {
                var listener = (await facade.ListenAsync(Port)).Value;
                await ExchangeAsync(task, (await listener.AcceptAsync(Instant.Never)).Value, Text(2)[..5000]);
            }
            ));
            world.Run();
            runs.Add([.. world.Link.Frames.Select(frame => $"{frame.Time} {frame.Port} {Convert.ToHexString(frame.Bytes)}")]);
        }

        Assert.NotEmpty(runs[0]);
        Assert.Equal(runs[0], runs[1]);
    }

    private static byte[] Text(int seed)
    {
        var text = new byte[1024 * 1024];
        new Random(seed).NextBytes(text);
        return text;
    }

    // The other node may not listen yet.
    private static async ValueTask<FacadeStream> ConnectAsync(Instant now, FacadeClient facade, int node = 1)
    {
        while (true)
        {
            var result = await facade.ConnectAsync(NetworkWorld.AddressOf(node), Port, now + TimeSpan.FromSeconds(30));
            if (result.IsOk)
                return result.Value;
            Assert.Equal(FacadeStatus.Io, result.Status);
        }
    }

    // Writes all while reading as much as is written, then closes; the last to read sees the end.
    private static async ValueTask<byte[]> ReadToEndAsync(FacadeStream stream)
    {
        var heard = new MemoryStream();
        var buffer = new byte[480];
        FacadeResult<int> read;
        while ((read = await stream.ReadAsync(buffer, Instant.Never)).IsOk)
            heard.Write(buffer, 0, read.Value);
        Assert.Equal(FacadeStatus.EndOfStream, read.Status);
        return heard.ToArray();
    }

    private static async ValueTask<byte[]> ExchangeAsync(DSoftBus.Runtime.Tasks.TaskContext task, FacadeStream stream, byte[] text)
    {
        var heard = new MemoryStream();
        var buffer = new byte[1000];
        bool written = false;
        var done = task.CreateSignal();
        task.Start("writer", async () =>
        {
            Assert.Equal(FacadeStatus.Ok, await stream.WriteAsync(text, Instant.Never));
            written = true;
            done.Set();
        });
        while (heard.Length < text.Length)
        {
            var result = await stream.ReadAsync(buffer, Instant.Never);
            Assert.Equal(FacadeStatus.Ok, result.Status);
            heard.Write(buffer, 0, result.Value);
        }

        if (!written)
            await done.WaitAsync(Instant.Never);
        return await CloseInTurnAsync(task, stream, heard);
    }

    private static async ValueTask<byte[]> CloseInTurnAsync(DSoftBus.Runtime.Tasks.TaskContext task, FacadeStream stream, MemoryStream heard)
    {
        if (task.Name == "client")
        {
            Assert.Equal(FacadeStatus.Ok, await stream.CloseAsync());
            return heard.ToArray();
        }

        Assert.Equal(FacadeStatus.EndOfStream, (await stream.ReadAsync(new byte[1], Instant.Never)).Status);
        Assert.Equal(FacadeStatus.Ok, await stream.CloseAsync());
        return heard.ToArray();
    }
}
