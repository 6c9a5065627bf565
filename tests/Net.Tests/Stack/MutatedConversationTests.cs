using DSoftBus.Net.Devices;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>A conversation goes on while damaged copies of its own frames arrive between them: nothing of it is wrong, nothing is lost.</summary>
public sealed class MutatedConversationTests
{
    private const int Octets = 2_000_000;
    private const ushort Port = 7000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_transfer_is_whole_beside_damaged_copies_of_its_frames(ulong seed)
    {
        var random = new SeededRandom(seed);
        var simulation = new StackSimulation();
        var sender = simulation.Attach(10, out INetDevice senderDevice);
        var receiver = simulation.Attach(11, out INetDevice receiverDevice);
        var from = new TcpTransport(sender, senderDevice.Buffers, simulation.Clock);
        var to = new TcpTransport(receiver, receiverDevice.Buffers, simulation.Clock);
        sender.ConfigureStatic(new Ipv4Network(StackSimulation.Address(10), 24), null, simulation.Now);
        receiver.ConfigureStatic(new Ipv4Network(StackSimulation.Address(11), 24), null, simulation.Now);
        var hostile = simulation.AddHost(12);
        Assert.Equal(TcpOpenStatus.Ok, to.Layer.Listen(Ipv4Address.Any, Port, 4, out var listener));
        Assert.Equal(TcpOpenStatus.Ok, from.Layer.Connect(StackSimulation.Address(11), Port, simulation.Now, out var client));
        TcpConnection? server = null;
        Assert.True(simulation.RunUntil(() => server is not null || listener!.TryAccept(out server), TimeSpan.FromSeconds(10)));

        byte[] text = new byte[Octets], got = new byte[Octets + 1];
        for (int i = 0; i < text.Length; i++)
            text[i] = (byte)random.Below(256);
        int written = 0, read = 0, damaged = 0;
        for (int step = 0; step < 20_000 && read < Octets; step++)
        {
            client!.Write(text.AsSpan(written), simulation.Now, out int count);
            written += count;
            if (server!.Read(got.AsSpan(read), simulation.Now, out count) == TcpReadStatus.Ok)
                read += count;
            for (int copies = random.Below(8); copies > 0; copies--)
            {
                // Of the last frames; damaged ones are among them, and are damaged further.
                byte[] frame = simulation.Link.Frames[^(1 + random.Below(Math.Min(20, simulation.Link.Frames.Count)))].Bytes.ToArray();
                if (frame.Length < EthernetRepr.Length + 20)
                    continue;

                // From its own hardware address: the link's switch learns where addresses are.
                hostile.Hardware.CopyTo(frame.AsSpan(MacAddress.Length));
                hostile.Send(Damaged(frame, random));
                damaged++;
            }

            hostile.Received.Clear();
            from.Layer.Poll(simulation.Now);
            to.Layer.Poll(simulation.Now);
            simulation.RunFor(TimeSpan.FromMicroseconds(200));
        }

        Assert.Equal(text, got[..read]);
        Assert.True(damaged > 50, $"{damaged}");
        Assert.Equal((TcpStateName.Established, TcpStateName.Established), (client!.State, server!.State));
        client.Release(simulation.Now);
        server.Release(simulation.Now);
        simulation.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal((senderDevice.Buffers.Capacity, receiverDevice.Buffers.Capacity), (senderDevice.Buffers.Available, receiverDevice.Buffers.Available));
        Assert.Equal((0, 0), (from.Layer.ConnectionCount, to.Layer.ConnectionCount));
    }

    // One octet of the packet becomes another, which no checksum misses, or the end is cut off.
    private static byte[] Damaged(byte[] frame, SeededRandom random)
    {
        // ARP has no checksum: whoever forges it wins, on any host.
        if (frame[12] != 8 || frame[13] != 0 || random.Chance(0.2))
            return frame[..random.Below(EthernetRepr.Length + 20)];
        int place = EthernetRepr.Length + random.Below(frame.Length - EthernetRepr.Length);
        frame[place] ^= (byte)(1 + random.Below(255));
        return frame;
    }
}
