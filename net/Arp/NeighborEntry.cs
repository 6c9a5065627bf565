using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Arp;

/// <summary>One entry of the neighbour cache.</summary>
internal struct NeighborEntry
{
    public NeighborState State;
    public Ipv4Address Address;
    public MacAddress Hardware;

    /// <summary>Next retry, or the end of belief.</summary>
    public Instant Deadline;

    public Instant LastUsed;
    public int Attempts;

    /// <summary>The latest packet that waits for the answer (RFC 1122 section 2.3.2.2), one reference, and its window.</summary>
    public PacketBuffer? Pending;
    public int PendingOffset;
    public int PendingLength;
}
