namespace DSoftBus.Net.Wire;

/// <summary>The code field of a destination-unreachable message (RFC 792, RFC 1122 section 3.2.2.1).</summary>
public enum IcmpUnreachableCode : byte
{
    Network = 0,
    Host = 1,
    Protocol = 2,
    Port = 3,
    FragmentationNeeded = 4,
    SourceRouteFailed = 5,
}
