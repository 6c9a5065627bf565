using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Traits;

/// <summary>Who is there. What it says is a claim until a handshake proved it.</summary>
public interface IDiscovery
{
    /// <summary>Peers whose entries live, most recently heard first.</summary>
    IReadOnlyList<DiscoveredPeer> Peers { get; }

    /// <summary>The entry of one id.</summary>
    bool TryGet(DeviceId id, out DiscoveredPeer peer);

    /// <summary>Whether that id is pinned to another key.</summary>
    bool IsPinnedOtherwise(DeviceId id, X25519PublicKey staticKey);

    /// <summary>A session proved this key for this id: the pin stays while the session lives.</summary>
    void SessionUp(DeviceId id, X25519PublicKey staticKey);

    /// <summary>The session of that id is over.</summary>
    void SessionDown(DeviceId id);

    /// <summary>A handshake with the announced key failed. An entry that no session ever proved is dropped, so that the next announce counts.</summary>
    void Doubt(DeviceId id);
}
