using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DSoftBus.Net.Wire;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Kernel;

/// <summary>Segments that no socket of the kernel would send at that moment, with the numbers that the subject's own segments tell.</summary>
internal sealed partial class KernelInterpreter
{
    private const ushort ForgedWindow = 1024;

    private readonly ConcurrentDictionary<(ushort From, ushort To), HeardSegment> _heard = new();
    private Socket? _raw;

    // watch ADDRESS: from now on every TCP segment to this host is remembered, the last of each direction.
    private string Watch(Command command)
    {
        if (_raw is not null)
            return Answers.Ok;
        _raw = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Tcp);
        _raw.Bind(new IPEndPoint(command.Address(1), 0));
        _sockets["watch"] = _raw;
        _ = RememberAsync(_raw);
        return Answers.Ok;
    }

    private async Task RememberAsync(Socket raw)
    {
        byte[] packet = new byte[LongestDatagram];
        try
        {
            while (true)
            {
                int count = await raw.ReceiveAsync(packet.AsMemory());
                if (Ipv4View.TryParse(packet.AsSpan(0, count), out var ip) == WireError.None && TcpView.TryParse(ip.Payload, out var tcp) == WireError.None)
                    _heard[(tcp.SourcePort, tcp.DestinationPort)] = new HeardSegment(tcp.SequenceNumber, tcp.AcknowledgmentNumber, tcp.Flags, tcp.Payload.Length);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    // heard PORT FLAG: until the last segment from or to that port of the subject carries syn, fin, ack or rst.
    private async ValueTask<string> UntilHeardAsync(Command command, CancellationToken limit)
    {
        var flag = Enum.Parse<TcpFlags>(command.Word(2), ignoreCase: true);
        while (!TryFind(command.Port(1), out _, out var segment) || (segment.Flags & flag) == 0)
            await Task.Delay(AskAgain, limit);
        return Answers.Ok;
    }

    // forge rst|rst-after-fin|rst-ahead|rst-outside|syn|ack-ahead ADDRESS PORT: to the subject's connection that has that port at either end, from its peer.
    // forge open ADDRESS PORT from=PORT: a SYN that nobody stands behind.
    private async ValueTask<string> ForgeAsync(Command command, CancellationToken limit)
    {
        string kind = command.Word(1);
        var subject = command.Address(2);
        var local = IPAddress.Parse(command.Option("source", "127.0.0.1"));
        if (kind == "open")
            return Send(subject, local, new TcpRepr((ushort)command.Option("from", 0), command.Port(3), 1000, 0, TcpFlags.Syn, ForgedWindow, default, 0));
        (ushort From, ushort To) ports;
        HeardSegment heard;
        while (!TryFind(command.Port(3), out ports, out heard))
            await Task.Delay(AskAgain, limit);
        uint next = heard.Acknowledgment;
        var (sequence, flags) = kind switch
        {
            // RFC 5961 section 3.2: exactly the next number resets, one inside the window is asked back, one outside is dropped.
            "rst" => (next, TcpFlags.Rst),
            "rst-after-fin" => (next + 1, TcpFlags.Rst), // exactly, once the peer's FIN was taken, whose acknowledgment was lost
            "rst-ahead" => (next + 1, TcpFlags.Rst),
            "rst-outside" => (next - 100_000, TcpFlags.Rst),
            // RFC 5961 section 4.2.
            "syn" => (next, TcpFlags.Syn),
            // RFC 5961 section 5.2: an acknowledgment of what was never sent.
            "ack-ahead" => (next, TcpFlags.Ack),
            _ => throw new FormatException($"'{kind}' cannot be forged"),
        };
        uint acknowledgment = heard.Sequence + (uint)heard.Length + (kind == "ack-ahead" ? 1_000_000u : 0);
        return Send(subject, local, new TcpRepr(ports.To, ports.From, sequence, acknowledgment, flags, ForgedWindow, default, 0));
    }

    private string Send(IPAddress subject, IPAddress local, TcpRepr header)
    {
        byte[] segment = new byte[header.Length];
        header.Emit(segment);
        TcpRepr.FillChecksum(segment, Ipv4Address.Read(local.GetAddressBytes()), Ipv4Address.Read(subject.GetAddressBytes()));
        _raw!.SendTo(segment, new IPEndPoint(subject, 0));
        return Answers.Ok;
    }

    private bool TryFind(ushort port, out (ushort From, ushort To) ports, out HeardSegment segment)
    {
        foreach (var (key, value) in _heard)
        {
            if (key.From == port || key.To == port)
            {
                (ports, segment) = (key, value);
                return true;
            }
        }

        (ports, segment) = (default, default);
        return false;
    }

    private readonly record struct HeardSegment(uint Sequence, uint Acknowledgment, TcpFlags Flags, int Length);
}
