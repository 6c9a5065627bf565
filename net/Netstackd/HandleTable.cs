using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Net.Netstackd;

/// <summary>Handles of one kind: numbers from 1 that are never used again, each bound to the sender that made it.</summary>
/// <param name="capacity">Handles at once.</param>
/// <param name="perOwner">Handles of one sender at once.</param>
internal sealed class HandleTable<T>(int capacity, int perOwner)
    where T : class
{
    private readonly Dictionary<uint, (ServiceId Owner, T Item)> _items = [];
    private uint _last;

    public int Count => _items.Count;

    public bool HasRoom(ServiceId owner)
    {
        int owned = 0;
        foreach (var (holder, _) in _items.Values)
            owned += holder == owner ? 1 : 0;
        return _items.Count < capacity && owned < perOwner;
    }

    public uint Add(ServiceId owner, T item)
    {
        _items.Add(++_last, (owner, item));
        return _last;
    }

    /// <summary>Whether the handle is there; <paramref name="owned"/>, whether it is the sender's.</summary>
    public bool TryGet(uint handle, ServiceId sender, out bool owned, [NotNullWhen(true)] out T? item)
    {
        bool found = _items.TryGetValue(handle, out var entry);
        item = entry.Item;
        owned = found && entry.Owner == sender;
        return found;
    }

    public void Remove(uint handle) => _items.Remove(handle);

    /// <summary>The handles of a sender.</summary>
    public uint[] Of(ServiceId owner) => [.. _items.Where(entry => entry.Value.Owner == owner).Select(entry => entry.Key)];
}
