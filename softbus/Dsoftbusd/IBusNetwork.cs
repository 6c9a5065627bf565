using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>
/// The network as the daemon needs it. Every failure is an answer: the daemon opens again after a while (netstackd may have restarted).
/// Addresses are IPv4 as a number, the first byte of the address in the highest bits.
/// </summary>
public interface IBusNetwork
{
    /// <summary>Binds UDP 0.0.0.0:37020 and joins 239.42.0.1; gives up an earlier socket (decisions.md "Discovery").</summary>
    ValueTask<bool> OpenDiscoveryAsync();

    /// <summary>Sends one datagram to the group. True when the network took it.</summary>
    /// <param name="announce">At most 1145 bytes.</param>
    ValueTask<bool> SendToGroupAsync(ReadOnlyMemory<byte> announce);

    /// <summary>Waits for the next datagram of the discovery socket.</summary>
    /// <param name="buffer">Holds the largest announce.</param>
    ValueTask<GroupDatagram> ReceiveAsync(Memory<byte> buffer);

    /// <summary>Listens on a TCP port of every own address; gives up an earlier listener.</summary>
    ValueTask<bool> ListenAsync(ushort port);

    /// <summary>Waits for the next connection; null when the listener is gone.</summary>
    ValueTask<IByteStream?> AcceptAsync();

    /// <summary>Connects; null when that fails or takes longer than <paramref name="deadline"/>.</summary>
    ValueTask<IByteStream?> ConnectAsync(uint address, ushort port, Instant deadline);
}
