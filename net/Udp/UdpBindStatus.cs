namespace DSoftBus.Net.Udp;

/// <summary>What became of a bind.</summary>
public enum UdpBindStatus : byte
{
    Bound = 0,

    /// <summary>Another socket has the port, or no ephemeral port is free.</summary>
    PortInUse,

    /// <summary>Neither 0.0.0.0 nor the own address nor a group.</summary>
    BadAddress,

    /// <summary>The table of sockets is full.</summary>
    TableFull,
}
