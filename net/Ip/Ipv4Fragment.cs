namespace DSoftBus.Net.Ip;

/// <summary>Where a fragment belongs (RFC 791 section 2.3).</summary>
/// <param name="Identification">The same in every fragment of one datagram.</param>
/// <param name="Offset">Bytes from the start of the datagram's payload, a multiple of 8.</param>
/// <param name="More">Whether others follow.</param>
public readonly record struct Ipv4Fragment(ushort Identification, int Offset, bool More);
