using System.Buffers.Binary;
using DSoftBus.Net.Devices;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Fuzz.Targets;

/// <summary>The whole stack's frame input: frames with lengths in front, between two of which time passes; then the stack still answers a ping and has all its buffers.</summary>
/// <remarks>
/// <code>
/// frame: length u16, little-endian (0: 100 ms pass; the highest bit: repair IPv4 and transport checksums) | bytes
/// </code>
/// </remarks>
internal sealed class StackTarget : IFuzzTarget
{
    private const int MaximumFrames = 64;
    private static readonly MacAddress OwnHardware = MacAddress.Parse("52:54:00:12:34:0b"), PeerHardware = MacAddress.Parse("52:54:00:12:34:0a");

    public string Name => "stack-input";

    public void Run(ReadOnlySpan<byte> input)
    {
        var platform = new VirtualPlatform();
        var memory = new HostMemoryPool();
        var link = new SimulatedLink(new TaskLoop(platform), new LinkOptions { BuffersPerPort = 64 }) { IsRecording = false };
        INetDevice device = link.Attach(OwnHardware, memory), peer = link.Attach(PeerHardware, memory);
        var stack = new NetStack(device, new TestEntropy(1), new NetStackOptions());
        var transport = new TcpTransport(stack, device.Buffers, platform);
        stack.ConfigureStatic(new Ipv4Network(new Ipv4Address(10, 42, 0, 11), 24), new Ipv4Address(10, 42, 0, 1), platform.Now);
        stack.Udp.TryBind(Ipv4Address.Any, 68, share: false, out var socket);
        socket!.Join(new Ipv4Address(239, 42, 0, 1), platform.Now);
        transport.Layer.Listen(default, 80, 4, out _);
        bool answered = false;
        for (int frames = 0; frames < MaximumFrames && input.Length >= 2; frames++)
        {
            int head = BinaryPrimitives.ReadUInt16LittleEndian(input);
            int length = Math.Min(Math.Min(head & 0x7fff, 1514), input.Length - 2);
            if (length == 0)
                Pass(platform.Now + TimeSpan.FromMilliseconds(100));
            else
                Send(input.Slice(2, length), repair: (head & 0x8000) != 0);
            input = input[(2 + length)..];
        }

        // Fragments, unresolved neighbours, half-open connections: all of it ends by itself.
        Pass(platform.Now + TimeSpan.FromMinutes(10));
        while (socket.TryReceive([], out _))
        {
        }

        FuzzFailureException.Unless(device.Buffers.Available == device.Buffers.Capacity, $"{device.Buffers.Capacity - device.Buffers.Available} packet buffers are lost.");
        Span<byte> request = stackalloc byte[EthernetRepr.Length + ArpRepr.Length];
        new EthernetRepr(MacAddress.Broadcast, PeerHardware, EtherType.Arp).Emit(request);
        new ArpRepr(ArpOperation.Request, PeerHardware, new Ipv4Address(10, 42, 0, 10), default, new Ipv4Address(10, 42, 0, 11)).Emit(request[EthernetRepr.Length..]);
        answered = false;
        Send(request, repair: false);
        FuzzFailureException.Unless(answered || !stack.Interface.HasAddress, "The stack does not answer ARP any more.");

        void Send(ReadOnlySpan<byte> frame, bool repair)
        {
            if (!peer.Buffers.TryRent(0, out var buffer))
                throw new FuzzFailureException("The peer has no buffer.");
            frame.CopyTo(buffer.Append(frame.Length));
            if (repair)
                ChecksumRepair.Apply(buffer.Span);
            peer.TryTransmit(buffer);
            buffer.Release();
            Poll();
        }

        void Poll()
        {
            for (int turn = 0; turn < 4; turn++)
            {
                stack.Poll(platform.Now);
                transport.Poll(platform.Now);
                while (peer.TryReceive(out var received))
                {
                    answered |= received.Length >= EthernetRepr.Length + ArpRepr.Length && received.Span[12] == 8 && received.Span[13] == 6 && received.Span[21] == 2;
                    received.Release();
                }
            }
        }

        void Pass(Instant end)
        {
            for (int work = 0; platform.Now < end; work++)
            {
                FuzzFailureException.Unless(work < 20_000, "The stack's timers fire in a circle.");
                Poll();
                platform.WaitUntil(Instant.Min(end, Instant.Max(stack.NextDeadline, platform.Now)));
            }

            Poll();
        }
    }
}
