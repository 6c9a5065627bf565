using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Igmp;

/// <summary>A group that was left in version 3: said twice, because a report may be lost (RFC 3376 section 5.1).</summary>
/// <param name="Group">Left.</param>
/// <param name="Timer">When it is said again.</param>
internal readonly record struct GroupDeparture(Ipv4Address Group, Instant Timer);
