using DSoftBus.Net.Facade;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>
/// Nothing is allocated per packet in the steady state from the device to the facade's reply: two machines, each with netstackd and a task with
/// sockets, everything on one loop and its thread.
/// </summary>
public sealed class FacadeAllocationTests
{
    private const int WarmUp = 500;
    private const ushort Port = 4000;

    // Each is two packets at least; the environment may ask for a million.
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("DSOFTBUS_ROUNDS"), out int rounds) ? rounds : 2000;

    [Fact]
    public void Datagrams_allocate_nothing() => Measure(
        static async (_, facade) =>
        {
            var socket = (await facade.UdpBindAsync(Port, Ipv4Address.Any, UdpBindFlags.None)).Value;
            var buffer = new byte[2000];
            while (await socket.ReceiveFromAsync(buffer, Instant.Never) is { IsOk: true } result)
                await socket.SendToAsync(result.Value.From, buffer.AsMemory(0, result.Value.Length));
        },
        static async (facade, goesOn) =>
        {
            var socket = (await facade.UdpBindAsync(0, Ipv4Address.Any, UdpBindFlags.None)).Value;
            var there = new UdpEndpoint(NetworkWorld.AddressOf(1), Port);
            var buffer = new byte[1400];
            while (goesOn())
            {
                Require(FacadeStatus.Ok == await socket.SendToAsync(there, buffer));
                Require((await socket.ReceiveFromAsync(buffer, Instant.Never)).IsOk);
            }
        });

    [Fact]
    public void Streams_allocate_nothing() => Measure(
        static async (_, facade) =>
        {
            var stream = (await (await facade.ListenAsync(Port)).Value.AcceptAsync(Instant.Never)).Value;
            var buffer = new byte[480];
            while (await stream.ReadAsync(buffer, Instant.Never) is { IsOk: true } result)
                await stream.WriteAsync(buffer.AsMemory(0, result.Value), Instant.Never);
        },
        static async (facade, goesOn) =>
        {
            var stream = (await facade.ConnectAsync(NetworkWorld.AddressOf(1), Port, Instant.Never)).Value;
            var buffer = new byte[400];
            while (goesOn())
            {
                Require(FacadeStatus.Ok == await stream.WriteAsync(buffer, Instant.Never));
                Require((await stream.ReadAsync(buffer, Instant.Never)).IsOk);
            }
        });

    [Fact]
    public void Streams_by_memory_objects_allocate_nothing() => Measure(
        static async (_, facade) =>
        {
            var stream = (await (await facade.ListenAsync(Port)).Value.AcceptAsync(Instant.Never)).Value;
            var memory = facade.CreateMemory(8192).Value;
            while (await stream.ReadObjectAsync(memory, 0, 8192, Instant.Never) is { IsOk: true } result)
                await stream.WriteObjectAsync(memory, 0, result.Value, Instant.Never);
        },
        static async (facade, goesOn) =>
        {
            var stream = (await facade.ConnectAsync(NetworkWorld.AddressOf(1), Port, Instant.Never)).Value;
            var memory = facade.CreateMemory(8192).Value;
            while (goesOn())
            {
                Require(FacadeStatus.Ok == await stream.WriteObjectAsync(memory, 0, 4000, Instant.Never));
                for (int left = 4000; left > 0;)
                    left -= (await stream.ReadObjectAsync(memory, 0, left, Instant.Never)).Value;
            }
        });

    private static void Measure(Func<TaskContext, FacadeClient, ValueTask> echo, Func<FacadeClient, Func<bool>, ValueTask> client)
    {
        var world = new NetworkWorld();
        int round = 0;
        long before = 0, allocated = -1;
        world.Add(("client", async (task, facade) =>
        {
            await task.DelayAsync(TimeSpan.FromMilliseconds(100));
            await client(facade, GoesOn);
        }
        ));
        world.AddRaw(true, world.Guest("echo", echo));
        world.Run(seconds: 3600);
        Assert.True(allocated == 0, $"{allocated / (double)Rounds} bytes per round");

        bool GoesOn()
        {
            if (round == WarmUp)
                before = GC.GetAllocatedBytesForCurrentThread();
            if (round == WarmUp + Rounds)
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return round++ < WarmUp + Rounds;
        }
    }

    // The assertions of the test library allocate.
    private static void Require(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("The echo failed.");
    }
}
