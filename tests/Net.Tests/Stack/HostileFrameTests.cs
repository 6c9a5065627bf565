using CsCheck;
using DSoftBus.Net.Icmp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Tests.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>Whatever arrives, the stack does not throw, loses no buffer, and afterwards still works.</summary>
public sealed class HostileFrameTests
{
    private static readonly Ipv4Address Group = new(239, 42, 0, 1);

    [Fact]
    public void Mutated_frames_neither_throw_nor_leak()
    {
        var packets = WireVector.Load().Where(vector => vector.Format is "udp" or "tcp" or "igmp" or "igmpv3-query" or "icmp-echo" or "icmp-error" or "dhcp" or "dns" or "arp").ToArray();
        var simulation = new StackSimulation();
        NetStack stack = simulation.Add(11), bare = simulation.AddBare(12, new NetStackOptions { Dhcp = new() { FallbackAfter = null } });
        bare.StartDhcp(simulation.Now);
        var host = simulation.AddHost(10);
        stack.Udp.TryBind(Ipv4Address.Any, 68, share: false, out var socket);
        socket!.Join(Group, simulation.Now);
        simulation.Link.IsRecording = false;
        simulation.RunFor(TimeSpan.FromSeconds(20));
        int free = Free(stack), bareFree = Free(bare);

        Gen.Select(Gen.Int[0, packets.Length - 1], Gen.Select(Gen.Int[0, 120], Gen.Byte).Array[0, 5], Gen.Int[0, 3], Gen.Int[-30, 30]).Array[1, 20].Sample(
            batch =>
            {
                foreach (var (index, changes, target, growth) in batch)
                {
                    byte[] frame = Frame(packets[index], host, target);
                    foreach (var (position, value) in changes)
                        frame[position % frame.Length] = value;
                    Array.Resize(ref frame, Math.Clamp(frame.Length + growth, 0, 1514));
                    host.Send(frame);
                }

                simulation.RunFor(TimeSpan.FromMilliseconds(10));
                while (socket.TryReceive([], out _))
                {
                }

                host.Received.Clear();
            },
            threads: 1);

        simulation.RunFor(TimeSpan.FromSeconds(120));
        Assert.Equal((free, bareFree), (Free(stack), Free(bare)));
        stack.Icmp.TryPing(host.Address, 1, 1, 16, simulation.Now + TimeSpan.FromSeconds(1), simulation.Now, out uint id);
        Assert.NotEqual(EchoState.Unknown, stack.Icmp.Check(id).State);
    }

    [Fact]
    public void Random_frames_neither_throw_nor_leak()
    {
        var simulation = new StackSimulation();
        var stack = simulation.Add(11);
        var host = simulation.AddHost(10);
        simulation.Link.IsRecording = false;
        simulation.RunFor(TimeSpan.FromMilliseconds(10));
        int free = Free(stack);
        Gen.Byte.Array[0, 200].Sample(
            bytes =>
            {
                host.Send([.. MacAddressBytes(StackSimulation.Hardware(11)), .. MacAddressBytes(host.Hardware), 8, bytes.Length % 2 == 0 ? (byte)0 : (byte)6, .. bytes]);
                simulation.RunFor(TimeSpan.FromMicroseconds(10));
            },
            threads: 1);
        simulation.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(free, Free(stack));
    }

    private static byte[] Frame(WireVector vector, ScriptedHost host, int target)
    {
        byte[] payload = vector.Bytes;
        var to = target switch { 0 => MacAddress.Broadcast, 1 => Group.GroupHardware(), 2 => StackSimulation.Hardware(12), _ => StackSimulation.Hardware(11) };
        var destination = target switch { 0 => Ipv4Address.LimitedBroadcast, 1 => Group, _ => StackSimulation.Address(11) };
        if (vector.Format == "arp")
        {
            byte[] arp = new byte[EthernetRepr.Length + payload.Length];
            new EthernetRepr(to, host.Hardware, EtherType.Arp).Emit(arp);
            payload.CopyTo(arp, EthernetRepr.Length);
            return arp;
        }

        if (vector.Format is "dhcp" or "dns")
        {
            var udp = new UdpRepr(67, 68, payload.Length);
            byte[] datagram = new byte[udp.Length];
            udp.Emit(datagram);
            payload.CopyTo(datagram, UdpView.HeaderLength);
            payload = datagram;
        }

        var protocol = vector.Format switch
        {
            "tcp" => IpProtocol.Tcp,
            "igmp" or "igmpv3-query" => IpProtocol.Igmp,
            "icmp-echo" or "icmp-error" => IpProtocol.Icmp,
            _ => IpProtocol.Udp,
        };
        var ip = new Ipv4Repr(host.Address, destination, protocol, payload.Length);
        byte[] frame = new byte[EthernetRepr.Length + ip.Length];
        new EthernetRepr(to, host.Hardware, EtherType.Ipv4).Emit(frame);
        ip.Emit(frame.AsSpan(EthernetRepr.Length));
        payload.CopyTo(frame, EthernetRepr.Length + ip.HeaderLength);
        return frame;
    }

    private static byte[] MacAddressBytes(MacAddress address)
    {
        byte[] bytes = new byte[MacAddress.Length];
        address.CopyTo(bytes);
        return bytes;
    }

    private static int Free(NetStack stack)
    {
        var taken = new List<PacketBuffer>();
        while (stack.TryRent(out var buffer))
            taken.Add(buffer);
        taken.ForEach(buffer => buffer.Release());
        return taken.Count;
    }
}
