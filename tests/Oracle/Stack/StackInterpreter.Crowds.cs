using System.Globalization;
using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Stack;

/// <summary>Many short connections, as the kernel's interpreter makes and serves them.</summary>
internal sealed partial class StackInterpreter
{
    private const int CrowdOctets = 64;
    private const int CrowdBacklog = 64;

    private string Serve(Command command)
    {
        var status = Host.Tcp.Layer.Listen(StackOpening.Address(command.Word(2)), command.Port(3), CrowdBacklog, out var listener);
        if (status != TcpOpenStatus.Ok)
            return NameOf(status);
        _listeners[command.Word(1)] = listener!;
        loop.Start(() => AcceptAllAsync(Host, listener!));
        return Answers.Ok;
    }

    private async ValueTask AcceptAllAsync(StackHost host, TcpListener listener)
    {
        TcpConnection? connection = null;
        while (await host.UntilAsync(() => listener.TryAccept(out connection), Instant.Never))
        {
            var accepted = connection!;
            loop.Start(() => EchoAsync(accepted));
        }
    }

    private async ValueTask EchoAsync(TcpConnection connection)
    {
        byte[] octets = new byte[CrowdOctets];
        var deadline = loop.Now + DefaultLimit;
        while (await ReadSomeAsync(connection, octets, deadline) is { Taken: > 0 } read)
            await WriteAllAsync(connection, octets.AsMemory(0, read.Taken), deadline);
        connection.Release(loop.Now);
        _host?.Kick();
    }

    private async ValueTask<string> StormAsync(Command command, Instant deadline)
    {
        var server = StackOpening.Address(command.Word(1));
        ushort port = command.Port(2);
        int left = (int)command.Number(3), right = 0;
        string firstWrong = "";

        async Task RunAsync(int number)
        {
            while (left-- > 0)
            {
                string what = await OneOfTheCrowdAsync(server, port, number, deadline);
                if (what == Answers.Ok)
                    right++;
                else
                    firstWrong = what;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, (int)command.Number(4)).Select(RunAsync));
        return firstWrong.Length == 0 ? right.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{right} {firstWrong}");
    }

    private async Task<string> OneOfTheCrowdAsync(Net.Wire.Ipv4Address server, ushort port, int number, Instant deadline)
    {
        var status = Host.Tcp.Layer.Connect(server, port, Host.Now, out var connection);
        if (status != TcpOpenStatus.Ok)
            return NameOf(status);
        byte[] octets = new byte[CrowdOctets], back = new byte[CrowdOctets];
        new Octets(number).Fill(octets);
        string opened = await OpenedAsync(connection!, deadline);
        if (opened != Answers.Ok)
            return opened;
        await WriteAllAsync(connection!, octets, deadline);
        connection!.Close(Host.Now);
        int count = 0;
        string ending = "";
        while (count <= CrowdOctets)
        {
            var (how, taken) = await ReadSomeAsync(connection, count < CrowdOctets ? back.AsMemory(count) : new byte[1], deadline);
            ending = how;
            if (taken == 0)
                break;
            count += taken;
        }

        connection.Release(Host.Now);
        return ending == Answers.End && count == CrowdOctets && octets.AsSpan().SequenceEqual(back) ? Answers.Ok : $"{count} octets came back, then {ending}";
    }
}
