using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Stack;

/// <summary>Address configuration of the interface. Without an address nothing but DHCP is sent or taken.</summary>
/// <param name="Origin">Where it came from.</param>
/// <param name="Network">Own address and prefix; meaningless with <see cref="AddressOrigin.None"/>.</param>
/// <param name="Gateway">Router for everything off the link; null: there is none.</param>
/// <param name="Resolver">Server for names; null: there is none.</param>
public readonly record struct InterfaceState(AddressOrigin Origin, Ipv4Network Network, Ipv4Address? Gateway, Ipv4Address? Resolver)
{
    /// <summary>Another server for names.</summary>
    public Ipv4Address? AlternateResolver { get; init; }

    public bool HasAddress => Origin != AddressOrigin.None;

    public Ipv4Address Address => Network.Address;
}
