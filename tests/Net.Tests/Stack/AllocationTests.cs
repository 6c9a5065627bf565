using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Tests.Metal.Runner;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>Nothing is allocated per packet in the steady state, from one device to the other.</summary>
public sealed class AllocationTests
{
    [HostOnly("minutes under emulation; the shorter ones run there")]
    [Theory]
    [InlineData(NetDeviceFeatures.None)]
    [InlineData(OffloadTests.All)]
    public void A_million_packets_of_a_TCP_connection_allocate_nothing(NetDeviceFeatures features)
    {
        var settings = new TcpSettings { ReceiveBuffer = 1 << 18, SendBuffer = 1 << 18 };
        var conversation = new OffloadConversation(features, features, settings);
        byte[] text = new byte[40_000];
        Exchange(50_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(1_000_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        // Long texts one way, a short answer to each the other way.
        void Exchange(int packets)
        {
            int end = conversation.DeviceA.OnWire + conversation.DeviceB.OnWire + packets;
            while (conversation.DeviceA.OnWire + conversation.DeviceB.OnWire < end)
            {
                conversation.Client.Write(text, conversation.Now, out _);
                conversation.Turn();
                while (conversation.Server.Read(text, conversation.Now, out _) == TcpReadStatus.Ok)
                {
                }

                conversation.Server.Write(text.AsSpan(0, 64), conversation.Now, out _);
                conversation.Turn();
                conversation.Client.Read(text, conversation.Now, out _);
                conversation.Wait(TimeSpan.FromMilliseconds(1));
            }
        }
    }

    [Fact]
    public void Ten_thousand_datagrams_and_pings_allocate_nothing()
    {
        var simulation = new StackSimulation();
        simulation.Link.IsRecording = false;
        NetStack a = simulation.Add(10), b = simulation.Add(11);
        a.Udp.TryBind(Ipv4Address.Any, 4000, share: false, out var left);
        b.Udp.TryBind(Ipv4Address.Any, 5000, share: false, out var right);
        byte[] payload = new byte[1400];
        Exchange(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Exchange(int count)
        {
            var there = new UdpEndpoint(StackSimulation.Address(11), 5000);
            for (int i = 0; i < count; i++)
            {
                left!.SendTo(there, payload, simulation.Now);
                a.Icmp.TryPing(StackSimulation.Address(11), 1, (ushort)i, 56, simulation.Now + TimeSpan.FromSeconds(1), simulation.Now, out uint id);
                for (int turn = 0; turn < 3; turn++)
                {
                    a.Poll(simulation.Now);
                    b.Poll(simulation.Now);
                }

                a.Icmp.Check(id);
                if (right!.TryReceive(payload, out var received))
                    right.SendTo(received.From, payload, simulation.Now);
                a.Poll(simulation.Now);
                left.TryReceive(payload, out _);
            }
        }
    }
}
