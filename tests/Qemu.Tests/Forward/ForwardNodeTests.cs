using System.Net;
using System.Net.Sockets;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Forward;
using Xunit;

namespace DSoftBus.Tests.Qemu.Forward;

/// <summary>The forwarder between sockets of this host and a guest of this process on the same cable.</summary>
public sealed class ForwardNodeTests : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly CableSwitch _cable = new();
    private readonly EchoGuest _guest;
    private readonly ForwardNode _node;

    public ForwardNodeTests()
    {
        _guest = new EchoGuest(_cable);
        _node = ForwardNode.Start(_cable, "host", new Ipv4Network(new Ipv4Address(10, 42, 0, 1), 24),
        [
            new Publication(new IPEndPoint(IPAddress.Loopback, 0), EchoGuest.Address, EchoGuest.EchoPort),
            new Publication(new IPEndPoint(IPAddress.Loopback, 0), EchoGuest.Address, EchoGuest.ClosedPort),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _guest.Dispose();
        await _cable.DisposeAsync();
    }

    [Fact]
    public async Task BytesComeBackAndTheEndIsAnEnd()
    {
        byte[] sent = new byte[3_000_000];
        new Random(1).NextBytes(sent);
        using Socket client = await ConnectAsync(0);
        Task<byte[]> receiving = ReceiveAllAsync(client);
        await SendAllAsync(client, sent);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(sent, await receiving.WaitAsync(Bound));
    }

    [Fact]
    public async Task AClientThatDoesNotReadIsHeldUpAndLosesNothing()
    {
        byte[] sent = new byte[12_000_000];
        new Random(2).NextBytes(sent);
        using Socket client = await ConnectAsync(0);
        Task sending = SendAllAsync(client, sent);
        // What both sides and the stacks between can hold is far less: sending must stop by itself before all is gone.
        Assert.NotEqual(sending, await Task.WhenAny(sending, _guest.StalledAsync()).WaitAsync(Bound));
        Task<byte[]> receiving = ReceiveAllAsync(client);
        await sending.WaitAsync(Bound);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(sent, await receiving.WaitAsync(Bound));
    }

    [Fact]
    public async Task SeventyConnectionsAtOnceAreCarriedInTheirTurn()
    {
        var clients = Enumerable.Range(0, 70).Select(async number =>
        {
            byte[] sent = new byte[20_000];
            new Random(number).NextBytes(sent);
            using Socket client = await ConnectAsync(0);
            Task<byte[]> receiving = ReceiveAllAsync(client);
            await SendAllAsync(client, sent);
            client.Shutdown(SocketShutdown.Send);
            Assert.Equal(sent, await receiving);
        });
        await Task.WhenAll(clients).WaitAsync(Bound);
    }

    [Fact]
    public async Task WhatTheGuestRefusesIsReset()
    {
        // The reset may come before the client has heard that this host's kernel took its connection.
        var failure = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using Socket client = await ConnectAsync(1);
            await client.ReceiveAsync(new byte[1]).WaitAsync(Bound);
        });
        Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
        await _node.StopAsync().WaitAsync(Bound);
        Assert.Equal((0, 1), (_node.Forwarded, _node.Refused));
    }

    [Fact]
    public async Task AResetOfTheClientReachesTheGuest()
    {
        Socket client = await ConnectAsync(0);
        await SendAllAsync(client, new byte[1]);
        Assert.Equal(1, await client.ReceiveAsync(new byte[1]).WaitAsync(Bound));
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
        await _guest.FailedAsync().WaitAsync(Bound);
    }

    [Fact]
    public async Task StoppingResetsWhatIsOpenAndFreesThePort()
    {
        using Socket client = await ConnectAsync(0);
        await SendAllAsync(client, new byte[1]);
        Assert.Equal(1, await client.ReceiveAsync(new byte[1]).WaitAsync(Bound));
        var end = _node.Publications[0].Listen;
        await _node.StopAsync().WaitAsync(Bound);
        await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(new byte[1]).WaitAsync(Bound));
        await _guest.FailedAsync().WaitAsync(Bound);
        using var again = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        again.Bind(end);
    }

    [Fact]
    public void APortInUseIsNamedAndNothingStaysOpen()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        holder.Listen();
        var taken = (IPEndPoint)holder.LocalEndPoint!;
        var problem = Assert.Throws<IOException>(() => ForwardNode.Start(_cable, "second", new Ipv4Network(new Ipv4Address(10, 42, 0, 9), 24),
            [new Publication(taken, EchoGuest.Address, 80)]));
        Assert.Contains(taken.ToString(), problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_cable.Ports, port => port.Name == "second");
    }

    private async Task<Socket> ConnectAsync(int publication)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(_node.Publications[publication].Listen).WaitAsync(Bound);
        return client;
    }

    private static async Task SendAllAsync(Socket socket, byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(bytes.AsMemory(sent));
    }

    private static async Task<byte[]> ReceiveAllAsync(Socket socket)
    {
        var all = new MemoryStream();
        byte[] buffer = new byte[65536];
        int count;
        while ((count = await socket.ReceiveAsync(buffer)) > 0)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }
}
