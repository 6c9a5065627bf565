using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>A device that answers every frame to send as a test says and receives what a test puts in.</summary>
internal sealed class StubDevice : INetDevice
{
    public StubDevice()
    {
        if (!new HostMemoryPool().TryAllocate(64 * 2048, out var memory))
            throw new OutOfMemoryException();
        Buffers = new PacketPool(memory);
    }

    public TransmitStatus Answer { get; set; } = TransmitStatus.Queued;

    public Queue<PacketBuffer> Incoming { get; } = new();

    public List<byte[]> Sent { get; } = [];

    public MacAddress Address => StackSimulation.Hardware(10);

    public int Mtu => 1500;

    public NetDeviceFeatures Features { get; set; }

    public PacketPool Buffers { get; }

    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame) => Incoming.TryDequeue(out frame);

    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        if (Answer == TransmitStatus.Queued)
            Sent.Add(frame.Span.ToArray());
        return Answer;
    }

    public ValueTask WaitAsync(Instant deadline) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
