using DSoftBus.Runtime.Entropy;

namespace DSoftBus.Net.Tcp;

/// <summary>Hashes connections' names with a secret, so that a stranger who picks ports cannot make the table slow.</summary>
/// <param name="random">Where the secret comes from.</param>
public sealed class TcpKeyComparer(IRandomSource random) : IEqualityComparer<TcpKey>
{
    private readonly ulong _first = random.NextUInt64(), _second = random.NextUInt64();

    public bool Equals(TcpKey left, TcpKey right) => left == right;

    public int GetHashCode(TcpKey key)
    {
        // Both halves meet the secret before a multiplication of full width mixes them.
        ulong high = Math.BigMul(Addresses(key) ^ _first, Ports(key) ^ _second, out ulong low);
        ulong mixed = high ^ low;
        return (int)(mixed ^ (mixed >> 32));
    }

    private static ulong Addresses(in TcpKey key) => ((ulong)key.Remote.Value << 32) | key.Local.Value;

    private static ulong Ports(in TcpKey key) => ((ulong)key.RemotePort << 16) | key.LocalPort;
}
