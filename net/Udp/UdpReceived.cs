using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Udp;

/// <summary>What a received datagram says besides its bytes.</summary>
/// <param name="From">Its sender.</param>
/// <param name="To">Own address, broadcast or group it was sent to.</param>
/// <param name="Length">Bytes of the whole payload.</param>
/// <param name="Copied">Bytes given to the caller; less than <paramref name="Length"/> when the caller's span was too short, the rest is lost.</param>
public readonly record struct UdpReceived(UdpEndpoint From, Ipv4Address To, int Length, int Copied);
