namespace DSoftBus.Net.Wire;

/// <summary>One block of a SACK option: received data from <paramref name="Left"/> up to, not including, <paramref name="Right"/> (RFC 2018 section 3).</summary>
public readonly record struct TcpSackBlock(uint Left, uint Right);
