namespace DSoftBus.Qemu.Cable;

/// <summary>Which port a hardware address was last seen on. Bounded; an address that finds no room stays unknown and is flooded.</summary>
internal sealed class AddressTable
{
    private const int Capacity = 1024;

    private readonly Dictionary<ulong, CablePort> _ports = [];

    /// <summary>Remembers the source of a frame; group addresses are no sources (IEEE 802.1D).</summary>
    public void Learn(ReadOnlySpan<byte> address, CablePort port)
    {
        if (IsGroup(address))
            return;
        ulong key = KeyOf(address);
        if (_ports.Count < Capacity || _ports.ContainsKey(key))
            _ports[key] = port;
    }

    /// <summary>The port of an individual address; null for a group address or an unknown one.</summary>
    public CablePort? Find(ReadOnlySpan<byte> address) => IsGroup(address) ? null : _ports.GetValueOrDefault(KeyOf(address));

    /// <summary>Forgets everything seen on a port.</summary>
    public void Forget(CablePort port)
    {
        foreach (ulong key in _ports.Where(entry => entry.Value == port).Select(entry => entry.Key).ToArray())
            _ports.Remove(key);
    }

    private static bool IsGroup(ReadOnlySpan<byte> address) => (address[0] & 1) != 0;

    private static ulong KeyOf(ReadOnlySpan<byte> address)
    {
        ulong key = 0;
        foreach (byte b in address)
            key = (key << 8) | b;
        return key;
    }
}
