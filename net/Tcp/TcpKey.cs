using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Tcp;

/// <summary>What tells connections apart: both addresses and ports (RFC 9293 section 3.3.1).</summary>
public readonly record struct TcpKey(Ipv4Address Local, ushort LocalPort, Ipv4Address Remote, ushort RemotePort);
