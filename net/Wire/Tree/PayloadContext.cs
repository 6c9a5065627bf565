namespace DSoftBus.Net.Wire.Tree;

/// <summary>What carried a payload.</summary>
/// <param name="Protocol">UDP or TCP.</param>
/// <param name="SourcePort">Of the datagram or segment.</param>
/// <param name="DestinationPort">Of the datagram or segment.</param>
public readonly record struct PayloadContext(IpProtocol Protocol, ushort SourcePort, ushort DestinationPort)
{
    /// <summary>Whether either end is that UDP port.</summary>
    public bool IsUdp(ushort port) => Protocol == IpProtocol.Udp && (SourcePort == port || DestinationPort == port);
}
