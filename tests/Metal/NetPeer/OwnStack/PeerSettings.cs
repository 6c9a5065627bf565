using DSoftBus.Net.Tcp;

namespace DSoftBus.Tests.Metal.NetPeer.OwnStack;

/// <summary>Sizes that a server of bulk data picks; a Linux kernel grows its buffers to more by itself.</summary>
internal static class PeerSettings
{
    public static TcpSettings Tcp { get; } = new()
    {
        ReceiveBuffer = 256 * 1024,
        SendBuffer = 256 * 1024,
        SendSegments = 256,
        MaximumConnections = 1024,
        MaximumBacklog = 256,
    };
}
