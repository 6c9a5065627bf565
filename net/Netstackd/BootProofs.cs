using System.Buffers.Binary;
using DSoftBus.Net.Icmp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Netstackd;

/// <summary>What netstackd proves about its network at start (networking.md section 3). A marker appears only where the thing happened.</summary>
internal sealed class BootProofs(TaskContext task, StackDriver driver)
{
    private const ushort EchoIdentifier = 0x1234;
    private const int EchoPayload = 16;
    private const ushort DnsProbePort = 40000;
    private const ushort DnsId = 0x1234;
    private const ushort DnsServerPort = 53;
    private const ushort ListenProbePort = 41000;
    private const int LargestAnswer = 512; // RFC 1035 section 4.2.1
    private static readonly TimeSpan EchoLimit = TimeSpan.FromMilliseconds(4000);
    private static readonly TimeSpan EchoRepeat = TimeSpan.FromMilliseconds(1000);
    private static readonly TimeSpan DnsLimit = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan DnsRepeat = TimeSpan.FromMilliseconds(100);

    private readonly byte[] _message = new byte[LargestAnswer];

    /// <summary>Echo and names only with a lease: the static address has neither gateway nor resolver.</summary>
    public async ValueTask RunAsync()
    {
        if (driver.Stack.Interface is { Origin: AddressOrigin.Dhcp, Gateway: { } gateway })
            await PingAsync(gateway);
        if (driver.Stack.Interface.Origin == AddressOrigin.Dhcp)
            await AskResolverAsync(driver.Stack.Interface);
        Listen();
    }

    private async ValueTask PingAsync(Ipv4Address gateway)
    {
        var end = task.Now + EchoLimit;
        var state = EchoState.Unknown;
        while (state != EchoState.Replied && task.Now < end)
            state = await EchoAsync(gateway, Instant.Min(task.Now + EchoRepeat, end));

        task.Log.Marker(state == EchoState.Replied ? Markers.Netstackd.PingOk : Markers.Netstackd.PingFail);
    }

    private async ValueTask<EchoState> EchoAsync(Ipv4Address gateway, Instant until)
    {
        var state = EchoState.Unreachable;
        var status = driver.Stack.Icmp.TryPing(gateway, EchoIdentifier, 1, EchoPayload, until, task.Now, out uint id);
        driver.Kick();
        while (status == SendStatus.Sent && (state = driver.Stack.Icmp.Check(id).State) == EchoState.Pending)
            await driver.WaitPolledAsync(Instant.Never);

        // An error may come at once; the next echo leaves in its time.
        while (state != EchoState.Replied && task.Now < until)
            await driver.WaitPolledAsync(until);
        return state;
    }

    // An A query for "localhost" to the resolver and the gateway, from port 40000: any answer with our id counts, from port 53 only.
    private async ValueTask AskResolverAsync(InterfaceState state)
    {
        bool answered = false;
        if (driver.Stack.Udp.TryBind(Ipv4Address.Any, DnsProbePort, share: false, out var socket) == UdpBindStatus.Bound)
        {
            byte[] query = Query();
            var end = task.Now + DnsLimit;
            while (!answered && task.Now < end)
            {
                if (state.Resolver is { } resolver)
                    socket!.SendTo(new UdpEndpoint(resolver, DnsServerPort), query, task.Now);
                if (state.Gateway is { } gateway && gateway != state.Resolver)
                    socket!.SendTo(new UdpEndpoint(gateway, DnsServerPort), query, task.Now);
                driver.Kick();
                answered = await HearAsync(socket!, Instant.Min(task.Now + DnsRepeat, end));
            }

            socket!.Close(task.Now);
        }

        task.Log.Marker(answered ? Markers.Netstackd.DnsOk : Markers.Netstackd.DnsFail);
    }

    private async ValueTask<bool> HearAsync(UdpSocket socket, Instant until)
    {
        while (true)
        {
            while (socket.TryReceive(_message, out var received))
            {
                if (received.From.Port == DnsServerPort && IsAnswer(_message.AsSpan(0, received.Copied)))
                    return true;
            }

            if (task.Now >= until)
                return false;
            await driver.WaitPolledAsync(until);
        }
    }

    private static bool IsAnswer(ReadOnlySpan<byte> message) =>
        message.Length >= DnsView.HeaderLength && BinaryPrimitives.ReadUInt16BigEndian(message) == DnsId && (message[2] & 0x80) != 0;

    private byte[] Query()
    {
        DnsName.TryEncode("localhost"u8, _message, out int length);
        var repr = new DnsQueryRepr(DnsId, length);
        var query = new byte[repr.Length];
        repr.Emit(query, _message.AsSpan(0, length));
        return query;
    }

    private void Listen()
    {
        if (driver.Tcp.Layer.Listen(driver.Stack.Interface.Address, ListenProbePort, 1, out var listener) == TcpOpenStatus.Ok)
        {
            listener!.Close();
            task.Log.Marker(Markers.Netstackd.ListenOk);
        }
        else
        {
            task.Log.Marker(Markers.Netstackd.ListenFail);
        }
    }
}
