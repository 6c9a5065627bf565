using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Traits;

/// <summary>A device as its announce described it.</summary>
/// <param name="Id">Claimed, and proven only by a handshake.</param>
/// <param name="StaticKey">Its Noise static key.</param>
/// <param name="Address">Source of the announce: IPv4 as a number, the first byte in the highest bits.</param>
/// <param name="Port">TCP port of its listener; 0 after a goodbye: it cannot be dialled.</param>
public readonly record struct DiscoveredPeer(DeviceId Id, X25519PublicKey StaticKey, uint Address, ushort Port);
