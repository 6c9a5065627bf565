using System.Net.Sockets;
using System.Threading.Channels;
using DSoftBus.Qemu.Cable;
using Xunit;

namespace DSoftBus.Tests.Qemu.Cable;

public sealed class CableSwitchTests
{
    private const byte Stale = 99;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task UnknownBroadcastAndMulticastAreFloodedKnownIsNot()
    {
        await using var cable = new CableSwitch();
        Node a = Plug(cable, "a"), b = Plug(cable, "b"), c = Plug(cable, "c");

        a.Port.Send(Frames.Make(Frames.B, Frames.A, 1)); // unknown: flooded
        Assert.Equal(1, await b.Next());
        Assert.Equal(1, await c.Next());
        b.Port.Send(Frames.Make(Frames.A, Frames.B, 2)); // A was learned: only to a
        Assert.Equal(2, await a.Next());
        a.Port.Send(Frames.Make(Frames.B, Frames.A, 3)); // B was learned: only to b
        Assert.Equal(3, await b.Next());
        a.Port.Send(Frames.Make(Frames.Multicast, Frames.A, 4));
        a.Port.Send(Frames.Make(Frames.Broadcast, Frames.A, 5));

        // c saw neither 2 nor 3: its next frames are 4 and 5. The sender sees nothing of its own.
        Assert.Equal(4, await c.Next());
        Assert.Equal(5, await c.Next());
        Assert.Equal(4, await b.Next());
        Assert.Equal(5, await b.Next());
        Assert.False(a.Inbox.Reader.TryRead(out _));
    }

    [Fact]
    public async Task AnAddressMovesWithItsNodeAndIsForgottenWithItsPort()
    {
        await using var cable = new CableSwitch();
        Node a = Plug(cable, "a"), b = Plug(cable, "b"), c = Plug(cable, "c");
        b.Port.Send(Frames.Make(Frames.A, Frames.B, 1));
        await a.Next();
        await c.Next();
        c.Port.Send(Frames.Make(Frames.A, Frames.B, 2)); // B now speaks from port c
        await a.Next();
        await b.Next();
        a.Port.Send(Frames.Make(Frames.B, Frames.A, 3));
        Assert.Equal(3, await c.Next());

        await c.Port.DisposeAsync();
        a.Port.Send(Frames.Make(Frames.B, Frames.A, 4));
        Assert.Equal(4, await b.Next());
    }

    [Fact]
    public async Task AGroupAddressIsNeverLearnedAndARuntIsNotForwarded()
    {
        await using var cable = new CableSwitch();
        Node a = Plug(cable, "a"), b = Plug(cable, "b"), c = Plug(cable, "c");
        b.Port.Send(Frames.Make(Frames.C, Frames.Multicast, 1));
        b.Port.Send(new byte[13]);
        a.Port.Send(Frames.Make(Frames.Multicast, Frames.A, 2));
        Assert.Equal(1, await c.Next());
        Assert.Equal(2, await c.Next());
        Assert.Equal(1, cable.Runts);
    }

    [Fact]
    public async Task TheFaultHookDropsAndReplaces()
    {
        var fault = new DelegateFault((port, frame) => (port, frame[14]) switch
        {
            ("a", 1) => FaultDecision.Drop,
            ("a", 2) => FaultDecision.Replace(Frames.Make(Frames.B, Frames.A, 20)),
            _ => FaultDecision.Forward,
        });
        await using var cable = new CableSwitch(fault: fault);
        Node a = Plug(cable, "a"), b = Plug(cable, "b");
        for (byte tag = 1; tag <= 3; tag++)
            a.Port.Send(Frames.Make(Frames.B, Frames.A, tag));
        Assert.Equal(20, await b.Next());
        Assert.Equal(3, await b.Next());
        Assert.Equal((1, 1), (cable.FaultDrops, cable.FaultReplacements));
    }

    [Fact]
    public async Task AMachineMayComeGoAndComeAgain()
    {
        using var folder = SocketFolder.Create();
        await using var cable = new CableSwitch();
        UnixPort port = cable.AttachMachine("vm", folder);
        Node host = Plug(cable, "host");

        for (byte round = 1; round <= 2; round++)
        {
            using (Socket machine = Machine(port))
            {
                await machine.SendToAsync(Frames.Make(Frames.Broadcast, Frames.A, round), new UnixDomainSocketEndPoint(port.SwitchPath));
                Assert.Equal(round, await host.Next());
                host.Port.Send(Frames.Make(Frames.A, Frames.B, (byte)(round + 10)));
                Assert.Equal(round + 10, await TagAfterStale(machine));
            }

            File.Delete(port.MachinePath);
            host.Port.Send(Frames.Make(Frames.A, Frames.B, Stale)); // nobody there: lost (or late), nothing breaks
        }
    }

    [Fact]
    public async Task SocketsAreGoneAfterwards()
    {
        string path;
        using (var folder = SocketFolder.Create())
        {
            path = folder.Folder;
            await using var cable = new CableSwitch();
            UnixPort port = cable.AttachMachine("vm", folder);
            using Socket machine = Machine(port);
            Assert.True(File.Exists(port.SwitchPath));
        }

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void PortNamesAreUnique()
    {
        var cable = new CableSwitch();
        Plug(cable, "a");
        Assert.Throws<ArgumentException>(() => Plug(cable, "a"));
    }

    private static async Task<byte> TagAfterStale(Socket machine)
    {
        byte[] buffer = new byte[100];
        do
        {
            Assert.Equal(15, await machine.ReceiveAsync(buffer).WaitAsync(Bound));
        }
        while (buffer[14] == Stale);
        return buffer[14];
    }

    private static Socket Machine(UnixPort port)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(port.MachinePath));
        return socket;
    }

    private static Node Plug(CableSwitch cable, string name)
    {
        var inbox = Channel.CreateUnbounded<byte>();
        return new Node(cable.AttachVirtual(name, (_, frame) => inbox.Writer.TryWrite(frame.Span[14])), inbox);
    }

    private sealed record Node(VirtualPort Port, Channel<byte> Inbox)
    {
        public async Task<byte> Next() => await Inbox.Reader.ReadAsync().AsTask().WaitAsync(Bound);
    }
}
