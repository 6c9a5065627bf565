using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Paths that take less than the own link does (RFC 1191), learnt from routers; bounded, the oldest entry gives way.</summary>
/// <param name="capacity">Destinations remembered.</param>
/// <param name="lifetime">After which a path is tried with full packets again (RFC 1191 section 6.3: ten minutes).</param>
public sealed class PathMtuTable(int capacity, TimeSpan lifetime)
{
    /// <summary>Less is believed of no path: such reports are tricks to make many small packets (RFC 1191 section 8 has the attack; 576 - 24 as other hosts do).</summary>
    public const int Floor = 552;

    // RFC 1191 section 7.1, for routers that do not say the size.
    private static readonly int[] Plateaus = [1492, 1006, Floor];

    private readonly List<(Ipv4Address Destination, int Mtu, Instant Until)> _paths = new(capacity);

    /// <summary>The largest IPv4 packet that the path is believed to take, bytes.</summary>
    public int Towards(Ipv4Address destination, int linkMtu, Instant now)
    {
        foreach (var path in _paths)
        {
            if (path.Destination == destination && now < path.Until)
                return Math.Min(path.Mtu, linkMtu);
        }

        return linkMtu;
    }

    /// <summary>A router said that a packet was too long.</summary>
    /// <param name="destination">Of that packet.</param>
    /// <param name="reported">Bytes that would have passed; zero when the router does not say.</param>
    /// <param name="linkMtu">The own link's.</param>
    /// <param name="now">The time.</param>
    /// <returns>False: not less than what is used already.</returns>
    public bool TryLower(Ipv4Address destination, int reported, int linkMtu, Instant now)
    {
        int current = Towards(destination, linkMtu, now);
        int mtu = Math.Max(reported != 0 ? reported : NextPlateau(current), Floor);
        if (mtu >= current)
            return false;
        _paths.RemoveAll(path => path.Destination == destination || now >= path.Until);
        if (_paths.Count == capacity)
            _paths.RemoveAt(0);
        _paths.Add((destination, mtu, now + lifetime));
        return true;
    }

    private static int NextPlateau(int current)
    {
        foreach (int plateau in Plateaus)
        {
            if (plateau < current)
                return plateau;
        }

        return Floor;
    }
}
