namespace DSoftBus.Net.Stack;

/// <summary>Where the interface's address came from.</summary>
public enum AddressOrigin : byte
{
    /// <summary>There is none (yet, or the lease was lost).</summary>
    None,

    /// <summary>Set by <see cref="NetStack.ConfigureStatic"/>.</summary>
    Static,

    /// <summary>No DHCP server answered in time.</summary>
    Fallback,

    /// <summary>Leased.</summary>
    Dhcp,
}
