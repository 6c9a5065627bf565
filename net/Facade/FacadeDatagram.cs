using DSoftBus.Net.Udp;

namespace DSoftBus.Net.Facade;

/// <summary>A datagram that was received.</summary>
/// <param name="From">Its sender.</param>
/// <param name="Length">Bytes copied.</param>
public readonly record struct FacadeDatagram(UdpEndpoint From, int Length);
