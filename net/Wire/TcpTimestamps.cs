namespace DSoftBus.Net.Wire;

/// <summary>The timestamps option (RFC 7323 section 3.2).</summary>
/// <param name="Value">The sender's clock, TSval.</param>
/// <param name="EchoReply">The last value of the other side, TSecr.</param>
public readonly record struct TcpTimestamps(uint Value, uint EchoReply);
