using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Igmp;

/// <summary>Membership of one group: non-member with no references, idle member without a timer, delaying member with one (RFC 2236 section 6).</summary>
internal struct GroupMembership
{
    public Ipv4Address Group;

    /// <summary>Sockets that joined; zero: the place is free.</summary>
    public int References;

    /// <summary>When the next report leaves; <see cref="Instant.Never"/>: idle member.</summary>
    public Instant Timer;

    /// <summary>This host sent the last report, so it also says when it leaves (RFC 2236 section 3).</summary>
    public bool IsLastReporter;

    /// <summary>In version 3 the next report says that the group was joined, not only that it is wanted (RFC 3376 section 5.1).</summary>
    public bool IsChange;
}
