using DSoftBus.Net.Facade;
using DSoftBus.Net.Udp;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>Text and datagrams by moved memory objects, as a client sees them.</summary>
public sealed class FacadeObjectTests
{
    private const ushort Port = 4000;
    private const int Size = 256 * 1024;

    [Fact]
    public void A_megabyte_moves_as_objects_in_few_messages_and_no_memory_is_left_out()
    {
        var world = new NetworkWorld();
        var text = new byte[4 * Size];
        new Random(7).NextBytes(text);
        var heard = new byte[text.Length];
        int requests = 0;
        world.Add(("writer", async (_, facade) =>
        {
            var stream = (await facade.ConnectAsync(NetworkWorld.AddressOf(1), Port, Instant.Never)).Value;
            var memory = facade.CreateMemory(Size).Value;
            for (int sent = 0; sent < text.Length; sent += Size)
            {
                Fill(memory, text.AsSpan(sent, Size));
                Assert.Equal(FacadeStatus.Ok, await stream.WriteObjectAsync(memory, 0, Size, Instant.Never));
                Assert.True(memory.IsHere);
            }

            Assert.Equal(FacadeStatus.Ok, await stream.CloseAsync());
            requests = (int)(await facade.StatAsync(10)).Value[0].Value;
            memory.Close();
        }
        ));
        world.Add(("reader", async (_, facade) =>
        {
            var listener = (await facade.ListenAsync(Port)).Value;
            var stream = (await listener.AcceptAsync(Instant.Never)).Value;
            var memory = facade.CreateMemory(Size).Value;
            int taken = 0;
            FacadeResult<int> result;
            while ((result = await stream.ReadObjectAsync(memory, 16, Size - 16, Instant.Never)).IsOk)
            {
                Assert.True(memory.TryLease(out var lease));
                lease.Span.Slice(16, result.Value).CopyTo(heard.AsSpan(taken));
                lease.Dispose();
                taken += result.Value;
            }

            Assert.Equal((FacadeStatus.EndOfStream, text.Length), (result.Status, taken));
            memory.Close();
        }
        ));
        world.Run();
        Assert.Equal(text, heard);
        Assert.Equal(0, world.Memory.Allocated);

        // By messages of 494 bytes the writes alone would be 2123 requests.
        Assert.InRange(requests, 1, 500);
    }

    [Fact]
    public void A_datagram_leaves_from_an_object_and_arrives_in_one()
    {
        var world = new NetworkWorld();
        world.Add(("app", async (task, facade) =>
        {
            var socket = (await facade.UdpBindAsync(9)).Value;
            var memory = facade.CreateMemory(4096).Value;
            Fill(memory, Enumerable.Range(0, 4096).Select(i => (byte)i).ToArray());
            var here = new UdpEndpoint(NetworkWorld.AddressOf(0), 9);
            Assert.Equal(FacadeStatus.Ok, await socket.SendObjectAsync(here, memory, 7, 1472));
            Assert.Equal(FacadeStatus.Ok, await socket.SendObjectAsync(here, memory, 4096, 0));
            Assert.Equal(FacadeStatus.Malformed, await socket.SendObjectAsync(here, memory, 0, 1473));
            Fill(memory, new byte[4096]);
            Assert.Equal(new FacadeDatagram(here, 1472), (await socket.ReceiveObjectAsync(memory, 1000, 3096, Instant.Never)).Value);
            Assert.True(memory.TryLease(out var lease));
            Assert.Equal(7, lease.Span[1000]);
            Assert.Equal((7 + 1471) & 0xff, lease.Span[1000 + 1471]);
            Assert.Equal(0, lease.Span[999] | lease.Span[1000 + 1472]);
            lease.Dispose();
            Assert.Equal(new FacadeDatagram(here, 0), (await socket.ReceiveObjectAsync(memory, 0, 4096, Instant.Never)).Value);
            Assert.Equal(FacadeStatus.TimedOut, (await socket.ReceiveObjectAsync(memory, 0, 4096, task.Now + TimeSpan.FromSeconds(1))).Status);
            Assert.True(memory.IsHere);
            memory.Close();
        }
        ));
        world.Run();
        Assert.Equal(0, world.Memory.Allocated);
    }

    [Fact]
    public void Ranges_outside_the_object_an_open_lease_and_a_closed_object_are_refused_before_anything_moves()
    {
        var world = new NetworkWorld();
        world.Add(("app", async (_, facade) =>
        {
            var socket = (await facade.UdpBindAsync(9)).Value;
            var memory = facade.CreateMemory(100).Value;
            var there = new UdpEndpoint(NetworkWorld.AddressOf(0), 9);
            foreach (var (offset, length) in new[] { (-1, 5), (0, 101), (101, 0), (50, 51), (int.MaxValue, int.MaxValue) })
                Assert.Equal(FacadeStatus.Malformed, await socket.SendObjectAsync(there, memory, offset, length));
            Assert.Equal(FacadeStatus.Ok, await socket.SendObjectAsync(there, memory, 0, 100));
            Assert.Equal(FacadeStatus.CallFailed, await SendLeasedAsync(socket, there, memory));
            Assert.True(memory.IsHere);
            Assert.Equal(FacadeStatus.Ok, await socket.SendObjectAsync(there, memory, 0, 100));
            memory.Close();
            memory.Close();
            Assert.False(memory.TryLease(out var none));
            Assert.True(none.Span.IsEmpty);
            Assert.Equal(FacadeStatus.CallFailed, await socket.SendObjectAsync(there, memory, 0, 100));
            Assert.Equal(FacadeStatus.Limit, facade.CreateMemory(0).Status);
        }
        ));
        world.Run();
        Assert.Equal(0, world.Memory.Allocated);
    }

    // The call ends at once: the kernel does not move what is leased.
    private static ValueTask<FacadeStatus> SendLeasedAsync(FacadeDatagrams socket, UdpEndpoint there, FacadeMemory memory)
    {
        Assert.True(memory.TryLease(out var lease));
        var call = socket.SendObjectAsync(there, memory, 0, 100);
        lease.Dispose();
        return call;
    }

    private static void Fill(FacadeMemory memory, ReadOnlySpan<byte> bytes)
    {
        Assert.True(memory.TryLease(out var lease));
        bytes.CopyTo(lease.Span);
        lease.Dispose();
    }
}
