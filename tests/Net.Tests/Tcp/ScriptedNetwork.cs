using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>The layer below TCP as a test writes it: every segment sent is kept, nothing goes anywhere by itself.</summary>
internal sealed class ScriptedNetwork : ITcpNetwork
{
    public static readonly Ipv4Address Own = new(10, 0, 0, 1);
    public static readonly Ipv4Address Peer = new(10, 0, 0, 2);

    private readonly HostMemoryPool _memory = new();

    public ScriptedNetwork(int buffers = 1024)
    {
        Assert.True(_memory.TryAllocate(buffers * 2048, out var memory));
        Buffers = new PacketPool(memory);
    }

    public Queue<SentSegment> Sent { get; } = new();

    public bool IsFull { get; set; }

    /// <summary>Segments are not looked at and not kept.</summary>
    public bool Mute { get; set; }

    /// <summary>Keeps references as a device with a slow transmit queue does.</summary>
    public List<PacketBuffer>? InDevice { get; set; }

    public PacketPool Buffers { get; }

    public int Headroom => 34;

    public int Mtu { get; set; } = 1500;

    public int MtuTowards(Ipv4Address destination) => Mtu;

    public bool TryGetSource(Ipv4Address destination, out Ipv4Address source)
    {
        source = Own;
        return destination.Value >> 24 == 10;
    }

    public bool IsOwn(Ipv4Address address) => address == Own;

    public TransmitStatus Send(PacketBuffer segment, Ipv4Address source, Ipv4Address destination)
    {
        if (IsFull)
            return TransmitStatus.Full;
        if (Mute)
            return TransmitStatus.Queued;
        if (InDevice is { } device)
        {
            segment.AddReference();
            device.Add(segment);
        }

        Assert.Equal(Own, source);
        Assert.Equal(WireError.None, TcpView.TryParse(segment.Span, out var view));
        Assert.True(view.IsChecksumValid(source, destination), "checksum");
        Assert.Equal(WireError.None, TcpRepr.TryFrom(view, out var header));
        Sent.Enqueue(new SentSegment(header, view.Payload.ToArray()));

        // What the layers below do with the window is theirs: TCP may not rely on it.
        segment.Prepend(34);
        return TransmitStatus.Queued;
    }
}
