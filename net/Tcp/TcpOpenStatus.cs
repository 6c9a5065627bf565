namespace DSoftBus.Net.Tcp;

/// <summary>Result of an active or passive open.</summary>
public enum TcpOpenStatus : byte
{
    Ok = 0,

    /// <summary>No route, no own address, or an address that TCP does not speak to.</summary>
    Unreachable = 1,

    /// <summary>The table is full.</summary>
    Limit = 2,

    /// <summary>Another listener or connection has this address and port, or no ephemeral port is free.</summary>
    AddressInUse = 3,
}
