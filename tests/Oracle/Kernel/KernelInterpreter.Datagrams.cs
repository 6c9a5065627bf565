using System.Net;
using System.Net.Sockets;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Kernel;

/// <summary>UDP.</summary>
internal sealed partial class KernelInterpreter
{
    private const int LongestDatagram = 65536;

    // udp U ADDRESS PORT [interface=ADDRESS]: the address that groups are reached through.
    private string OpenDatagrams(Command command)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
        _sockets[command.Word(1)] = socket;
        if (command.Option("interface", "") is { Length: > 0 } address)
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.Parse(address).GetAddressBytes());
            socket.MulticastLoopback = false;
        }

        socket.Bind(new IPEndPoint(command.Address(2), command.Port(3)));
        return Answers.Ok;
    }

    // udp-connect U ADDRESS PORT: from now on errors of that peer are heard.
    private string ConnectDatagrams(Command command)
    {
        Socket(command).Connect(new IPEndPoint(command.Address(2), command.Port(3)));
        return Answers.Ok;
    }

    // send U ADDRESS PORT COUNT SEED
    private string SendDatagram(Command command)
    {
        byte[] octets = new byte[command.Number(4)];
        new Octets(command.Number(5)).Fill(octets);
        using var digest = new Digest();
        digest.Add(octets);
        Socket(command).SendTo(octets, new IPEndPoint(command.Address(2), command.Port(3)));
        return digest.Describe();
    }

    // receive U [reply]: one datagram; with the word it goes back as it is.
    private async ValueTask<string> ReceiveDatagramAsync(Command command, CancellationToken limit)
    {
        var socket = Socket(command);
        byte[] room = new byte[LongestDatagram];
        var received = await socket.ReceiveFromAsync(room.AsMemory(), SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), limit);
        using var digest = new Digest();
        digest.Add(room.AsSpan(0, received.ReceivedBytes));
        if (command.Option("reply", 0) > 0)
            socket.SendTo(room, received.ReceivedBytes, SocketFlags.None, received.RemoteEndPoint);
        return digest.Describe();
    }

    // join U GROUP ADDRESS, leave U GROUP ADDRESS: of the interface with that address.
    private string Group(Command command, SocketOptionName option)
    {
        Socket(command).SetSocketOption(SocketOptionLevel.IP, option, new MulticastOption(command.Address(2), command.Address(3)));
        return Answers.Ok;
    }
}
