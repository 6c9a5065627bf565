namespace DSoftBus.Net.Wire;

/// <summary>One group record of a version 3 report (RFC 3376 section 4.2.4) without its source list.</summary>
/// <param name="Type">Mode or mode change.</param>
/// <param name="Group">Multicast group.</param>
/// <param name="SourceCount">Sources that the record lists; this stack sends none.</param>
public readonly record struct Igmpv3GroupRecord(Igmpv3RecordType Type, Ipv4Address Group, int SourceCount = 0);
