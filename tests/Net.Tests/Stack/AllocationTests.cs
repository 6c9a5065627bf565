using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>Nothing is allocated per packet in the steady state, from one device to the other.</summary>
public sealed class AllocationTests
{
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
