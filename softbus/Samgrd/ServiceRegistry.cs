using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Softbus.Samgrd;

/// <summary>
/// Registrations per sender and name, bounded. A name can be resolved by others only where its owner's task bears it:
/// the sender id is the digest of the task's name, so nobody registers another task's service for the world.
/// </summary>
/// <param name="capacity">Registrations in all.</param>
/// <param name="capacityPerOwner">Registrations of one sender.</param>
public sealed class ServiceRegistry(int capacity = 64, int capacityPerOwner = 16)
{
    /// <summary>Bytes of the longest name that can be resolved (services.md section 3).</summary>
    public const int MaxNameLength = 48;

    private readonly List<Registration> _registrations = [];

    public int Count => _registrations.Count;

    /// <summary>Stores or replaces the sender's registration of that name. False when a table bound is reached.</summary>
    public bool Register(in Registration registration)
    {
        var owner = registration.Owner;
        string name = registration.Name;
        int index = _registrations.FindIndex(entry => entry.Owner == owner && entry.Name == name);
        if (index >= 0)
        {
            _registrations[index] = registration;
            return true;
        }

        if (_registrations.Count >= capacity || _registrations.Count(entry => entry.Owner == owner) >= capacityPerOwner)
            return false;
        _registrations.Add(registration);
        return true;
    }

    /// <summary>The sender's own registration of a name.</summary>
    public Registration? Lookup(ServiceId sender, string name)
        => Find(entry => entry.Owner == sender && entry.Name == name);

    /// <summary>The service that bears this name, for anybody.</summary>
    public Registration? Resolve(string name)
    {
        var owner = ServiceId.Of(name);
        return Find(entry => entry.Owner == owner && entry.Name == name);
    }

    /// <summary>Whether the sender registered something under this endpoint number.</summary>
    public bool HasEndpoint(ServiceId sender, uint endpoint)
        => Find(entry => entry.Owner == sender && entry.SendSlot == endpoint) is not null;

    private Registration? Find(Predicate<Registration> matches)
    {
        int index = _registrations.FindIndex(matches);
        return index < 0 ? null : _registrations[index];
    }
}
