using System.Text;
using DSoftBus.Net.Dns;
using DSoftBus.Net.Icmp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Stack;

/// <summary>UDP, echoes, names and leases.</summary>
internal sealed partial class StackInterpreter
{
    private const int LongestDatagram = 65536;
    private static readonly TimeSpan MeetAgain = TimeSpan.FromMilliseconds(20);

    private string OpenDatagrams(Command command)
    {
        var status = Host.Stack.Udp.TryBind(StackOpening.Address(command.Word(2)), command.Port(3), share: false, out var socket);
        if (status != UdpBindStatus.Bound)
            return status == UdpBindStatus.PortInUse ? Answers.InUse : status.ToString();
        _datagrams[command.Word(1)] = socket!;
        return Answers.Ok;
    }

    private string SendDatagram(Command command)
    {
        byte[] octets = new byte[command.Number(4)];
        new Octets(command.Number(5)).Fill(octets);
        using var digest = new Digest();
        digest.Add(octets);
        var status = Datagrams(command).SendTo(new UdpEndpoint(StackOpening.Address(command.Word(2)), command.Port(3)), octets, Host.Now);
        return status switch
        {
            SendStatus.Sent => digest.Describe(),
            SendStatus.TooLong => Answers.TooLong,
            _ => status.ToString(),
        };
    }

    private async ValueTask<string> ReceiveDatagramAsync(Command command, Instant deadline)
    {
        var socket = Datagrams(command);
        byte[] room = new byte[LongestDatagram];
        UdpReceived received = default;
        if (!await Host.UntilAsync(() => socket.TryReceive(room, out received), deadline))
            return Answers.Nothing;
        using var digest = new Digest();
        digest.Add(room.AsSpan(0, received.Copied));
        if (command.Option("reply", 0) > 0)
            socket.SendTo(received.From, room.AsSpan(0, received.Copied), Host.Now);
        return digest.Describe();
    }

    private string Group(Command command, bool join)
    {
        var socket = Datagrams(command);
        var group = StackOpening.Address(command.Word(2));
        return (join ? socket.Join(group, Host.Now) : socket.Leave(group, Host.Now)) ? Answers.Ok : Answers.Unreachable;
    }

    // ping ADDRESS OCTETS
    private async ValueTask<string> PingAsync(Command command, Instant deadline)
    {
        var status = Host.Stack.Icmp.TryPing(StackOpening.Address(command.Word(1)), 1, 1, (int)command.Number(2), deadline, Host.Now, out uint id);
        if (status != SendStatus.Sent)
            return status == SendStatus.TooLong ? Answers.TooLong : status.ToString();
        EchoResult result = default;
        await Host.UntilAsync(() => (result = Host.Stack.Icmp.Check(id)).State != EchoState.Pending, deadline);
        return result.State == EchoState.Replied ? Answers.Ok : result.State.ToString();
    }

    // meet ADDRESS: until that host answers an echo request, so that both know each other and the carrier is up.
    private async ValueTask<string> MeetAsync(Command command, Instant deadline)
    {
        while (loop.Now < deadline)
        {
            var address = StackOpening.Address(command.Word(1));
            var status = Host.Stack.Icmp.TryPing(address, 1, 0, 0, loop.Now + MeetAgain, Host.Now, out uint id);
            EchoResult result = default;
            if (status != SendStatus.Sent)
                return status.ToString();
            await Host.UntilAsync(() => (result = Host.Stack.Icmp.Check(id)).State != EchoState.Pending, deadline);
            if (result.State == EchoState.Replied)
                return Answers.Ok;
        }

        return Answers.Nothing;
    }

    // resolve NAME: its addresses.
    private async ValueTask<string> ResolveAsync(Command command, Instant deadline)
    {
        var status = Host.Stack.Dns.TryStart(Encoding.ASCII.GetBytes(command.Word(1)), Host.Now, out uint id);
        if (status != DnsStartStatus.Started)
            return status.ToString();
        var addresses = new Ipv4Address[8];
        int count = 0;
        var state = DnsState.Pending;
        await Host.UntilAsync(() => (state = Host.Stack.Dns.Check(id, addresses, out count)) != DnsState.Pending, deadline);
        return state == DnsState.Resolved ? string.Join(' ', addresses.Take(count).Order(Comparer<Ipv4Address>.Create((a, b) => a.Value.CompareTo(b.Value)))) : state.ToString();
    }

    // address [not=ADDRESS]: waits for an address, then says it with its gateway; address gone=1 waits until there is none.
    private async ValueTask<string> UntilAddressAsync(Command command, Instant deadline)
    {
        bool gone = command.Option("gone", 0) > 0;
        string other = command.Option("not", "");
        bool came = await Host.UntilAsync(() => Host.Stack.Interface.HasAddress != gone && Host.Stack.Interface.Address.ToString() != other, deadline);
        if (!came)
            return Answers.Nothing;
        var state = Host.Stack.Interface;
        return gone ? Answers.Ok : $"{state.Network} gateway {state.Gateway?.ToString() ?? "none"} resolver {state.Resolver?.ToString() ?? "none"}";
    }

    private async ValueTask<string> ReleaseLeaseAsync(Instant deadline)
    {
        Host.Stack.ReleaseLease(Host.Now);
        return await Host.UntilAsync(() => Host.Stack.DhcpState == Net.Dhcp.DhcpState.Stopped, deadline) ? Answers.Ok : Answers.Nothing;
    }

    private UdpSocket Datagrams(Command command) =>
        _datagrams.TryGetValue(command.Word(1), out var socket) ? socket : throw new FormatException($"there is no '{command.Word(1)}'");
}
