using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Icmp;

/// <summary>An echo request of ours.</summary>
internal struct EchoRequest
{
    public EchoState State;
    public uint Id;
    public Ipv4Address Destination;
    public ushort Identifier;
    public ushort Sequence;
    public Instant SentAt;
    public Instant Deadline;
    public TimeSpan RoundTrip;

    /// <summary>Whether it waits and an echo message of that partner belongs to it.</summary>
    public readonly bool Matches(Ipv4Address partner, IcmpView view) => State == EchoState.Pending
        && Destination == partner && Identifier == view.Identifier && Sequence == view.Sequence;
}
