using System.Globalization;
using System.Text;
using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Time;
using Org.BouncyCastle.Crypto.Digests;

namespace DSoftBus.Tests.Metal.NetPeer.OwnStack;

/// <summary>The peer's UDP ports.</summary>
internal sealed class PeerDatagrams(NetStack stack, TcpTransport tcp, INetDevice device)
{
    private const int LargestDatagram = 65535;

    private readonly byte[] _bytes = new byte[LargestDatagram];
    private UdpSocket _echo = null!;
    private UdpSocket _counters = null!;

    public void Bind()
    {
        _echo = Bind(PeerPorts.Datagrams);
        _counters = Bind(PeerPorts.Counters);
    }

    /// <summary>Answers what has come.</summary>
    public void Serve(Instant now)
    {
        if (_echo is null)
            return;
        while (_echo.TryReceive(_bytes, out UdpReceived received))
        {
            int length = received.Copied;
            if (length > PeerPorts.LargestEcho)
                length = Digest(length);
            _echo.SendTo(received.From, _bytes.AsSpan(0, length), now);
        }

        while (_counters.TryReceive(_bytes, out UdpReceived received))
            _counters.SendTo(received.From, Encoding.ASCII.GetBytes(CounterText()), now);
    }

    private UdpSocket Bind(ushort port) => stack.Udp.TryBind(Ipv4Address.Any, port, share: false, out UdpSocket? socket) == UdpBindStatus.Bound && socket is not null
        ? socket
        : throw new InvalidOperationException($"UDP port {port} cannot be bound.");

    private int Digest(int length)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(_bytes.AsSpan(0, length));
        return digest.DoFinal(_bytes);
    }

    private string CounterText()
    {
        var text = new StringBuilder();
        void Line(string name, long value) => text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        Line("connections", tcp.Layer.ConnectionCount);
        Line("buffers_free", device.Buffers.Available);
        Line("allocated", GC.GetTotalAllocatedBytes());
        if (device is VirtioNetDevice card)
        {
            Line("received", card.Counters.Received);
            Line("transmitted", card.Counters.Transmitted);
            Line("interrupts", card.Counters.Interrupts);
            Line("notifications", card.Counters.TransmitNotifications);
        }

        foreach (TcpCounter counter in Enum.GetValues<TcpCounter>())
        {
            if (tcp.Layer.Counters[counter] > 0)
                Line(counter.ToString(), tcp.Layer.Counters[counter]);
        }

        return text.ToString();
    }
}
