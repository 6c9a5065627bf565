using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Net.Ip;

/// <summary>Packets that this host sent to itself, until the next poll; bounded, in order, one reference each.</summary>
internal sealed class LoopbackQueue(int capacity)
{
    private readonly PacketBuffer?[] _packets = new PacketBuffer?[capacity];
    private int _first;

    public int Count { get; private set; }

    public bool IsFull => Count == _packets.Length;

    /// <summary>Only when not <see cref="IsFull"/>.</summary>
    public void Add(PacketBuffer packet) => _packets[(_first + Count++) % _packets.Length] = packet;

    public bool TryTake([NotNullWhen(true)] out PacketBuffer? packet)
    {
        packet = Count == 0 ? null : _packets[_first];
        if (packet is null)
            return false;
        _packets[_first] = null;
        _first = (_first + 1) % _packets.Length;
        Count--;
        return true;
    }
}
