using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Discovery;

/// <summary>A discovered or configured peer. Immutable: a refresh replaces it.</summary>
/// <param name="Id">Its device id.</param>
/// <param name="Port">TCP session port, never 0.</param>
/// <param name="NoiseStatic">The key that a session with it must authenticate.</param>
/// <param name="Address">IPv4 address the announce came from, the first octet highest.</param>
/// <param name="ExpiresAt">Nanoseconds of the caller's clock at which it is forgotten; <see cref="Never"/> for configured peers.</param>
/// <param name="ServiceBytes">Service names as the announce carried them: length u8 and UTF-8 each.</param>
public sealed record Peer(DeviceId Id, ushort Port, X25519PublicKey NoiseStatic, uint Address, long ExpiresAt, ReadOnlyMemory<byte> ServiceBytes)
{
    /// <summary>An expiry that never comes.</summary>
    public const long Never = long.MaxValue;

    public ServiceNames Services => new(ServiceBytes.Span);
}
