using DSoftBus.Net.Facade;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Traits;
using DSoftBus.Softbus.Transport;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>The network over netstackd's sockets.</summary>
internal sealed class FacadeNetwork(FacadeClient client) : IBusNetwork
{
    /// <summary>discovery.md section 3.</summary>
    private const ushort DiscoveryPort = 37020;

    private static readonly Ipv4Address Any = new(0);
    private static readonly Ipv4Address Group = new(0xEF2A0001);

    private FacadeDatagrams? _discovery;
    private FacadeListener? _listener;

    public async ValueTask<bool> OpenDiscoveryAsync()
    {
        if (_discovery is not null)
            await _discovery.CloseAsync();
        _discovery = null;
        var bound = await client.UdpBindAsync(DiscoveryPort, Any, UdpBindFlags.Share);
        if (!bound.IsOk)
            return false;
        if (await bound.Value.JoinAsync(Group) is not FacadeStatus.Ok)
        {
            await bound.Value.CloseAsync();
            return false;
        }

        _discovery = bound.Value;
        return true;
    }

    public async ValueTask<bool> SendToGroupAsync(ReadOnlyMemory<byte> announce)
        => _discovery is not null
        && await _discovery.SendToAsync(new UdpEndpoint(Group, DiscoveryPort), announce) is FacadeStatus.Ok;

    public async ValueTask<GroupDatagram> ReceiveAsync(Memory<byte> buffer)
    {
        if (_discovery is null)
            return default;
        var received = await _discovery.ReceiveFromAsync(buffer, Instant.Never);
        return received.IsOk ? new GroupDatagram(true, received.Value.Length, received.Value.From.Address.Value) : default;
    }

    public async ValueTask<bool> ListenAsync(ushort port)
    {
        if (_listener is not null)
            await _listener.CloseAsync();
        var listening = await client.ListenAsync(port);
        _listener = listening.IsOk ? listening.Value : null;
        return _listener is not null;
    }

    public async ValueTask<IByteStream?> AcceptAsync()
    {
        if (_listener is null)
            return null;
        var accepted = await _listener.AcceptAsync(Instant.Never);
        return accepted.IsOk ? new FacadeByteStream(accepted.Value) : null;
    }

    public async ValueTask<IByteStream?> ConnectAsync(uint address, ushort port, Instant deadline)
    {
        var connected = await client.ConnectAsync(new Ipv4Address(address), port, deadline);
        return connected.IsOk ? new FacadeByteStream(connected.Value) : null;
    }
}
