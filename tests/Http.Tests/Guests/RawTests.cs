using System.Net.Sockets;
using System.Text;
using Xunit;

namespace DSoftBus.Tests.Http.Guests;

/// <summary>A booted server and clients that do what they should not, or do it slowly. Afterwards it still answers.</summary>
[Collection(GuestCollection.Name)]
public sealed class RawTests(HttpGuest guest)
{
    private const string Get = "GET /bytes/5 HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Last = "GET /bytes/5 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task PipelinedRequestsAreAnsweredInOrder()
    {
        using var client = await ConnectAsync();
        await SendAsync(client, "GET /bytes/1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /none HTTP/1.1\r\nHost: a\r\n\r\n" + Last);
        string all = await ReadToEndAsync(client);
        Assert.Equal(["200", "200", "404", "200"], Statuses(all));
        Assert.Contains("\r\n\r\nabcHTTP/1.1 404", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASlowClientIsServed()
    {
        using var client = await ConnectAsync();
        foreach (char next in Last)
            await SendAsync(client, next.ToString());
        Assert.Equal(["200"], Statuses(await ReadToEndAsync(client)));
    }

    [Fact]
    public async Task AHalfClosedClientGetsEverything()
    {
        using var client = await ConnectAsync();
        await SendAsync(client, "GET /bytes/300000 HTTP/1.1\r\nHost: a\r\n\r\n");
        client.Shutdown(SocketShutdown.Send);
        string all = await ReadToEndAsync(client);
        Assert.Equal(300_000, all.Length - all.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4);
    }

    [Fact]
    public async Task WhatFollowsAnAmbiguousRequestIsNotServed()
    {
        using var client = await ConnectAsync();
        await SendAsync(client, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Get);
        Assert.Equal(["400"], Statuses(await ReadToEndAsync(client)));
    }

    [Theory]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nhalf", true)]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nhalf", false)]
    [InlineData("GET /bytes/60000000 HTTP/1.1\r\nHost: a\r\n\r\n", true)]
    [InlineData("GET /by", true)]
    public async Task AClientThatGoesInTheMiddleHurtsNobody(string begun, bool resets)
    {
        for (int i = 0; i < 30; i++)
        {
            using var client = await ConnectAsync();
            await SendAsync(client, begun);
            if (resets)
                client.LingerState = new LingerOption(true, 0);
        }

        await AssertAnswersAsync();
    }

    [Fact]
    public async Task ClientsBeyondTheBoundAreToldSoAndTheOthersAreServed()
    {
        var clients = new List<Socket>();
        try
        {
            for (int i = 0; i < 40; i++)
            {
                clients.Add(await ConnectAsync());
                await SendAsync(clients[i], Get);
            }

            var answers = await Task.WhenAll(clients.Select(FirstStatusAsync));
            // What an earlier test left in the server may hold a place for a moment, never more places than there are.
            Assert.InRange(answers.Count(status => status == "200"), 20, 40);
            Assert.All(answers, status => Assert.Contains(status, new[] { "200", "503" }));
            Assert.Contains("503", answers);
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }

        await AssertAnswersAsync();
    }

    // Places are free again once the server has seen its clients go.
    private async Task AssertAnswersAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        string[] statuses;
        do
        {
            bound.Token.ThrowIfCancellationRequested();
            using var client = await ConnectAsync();
            await SendAsync(client, Last);
            statuses = Statuses(await ReadToEndAsync(client));
        }
        while (statuses is ["503"]);
        Assert.Equal(["200"], statuses);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(guest.EndPoint).WaitAsync(Bound);
        return socket;
    }

    private static async Task SendAsync(Socket socket, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(bytes.AsMemory(sent)).AsTask().WaitAsync(Bound);
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var all = new StringBuilder();
        byte[] buffer = new byte[8192];
        int count;
        while ((count = await socket.ReceiveAsync(buffer).WaitAsync(Bound)) > 0)
            all.Append(Encoding.Latin1.GetString(buffer, 0, count));
        return all.ToString();
    }

    // The rest stays unread and the connection open: its place in the server stays taken. One that is not served is closed, so that the next is told.
    private static async Task<string> FirstStatusAsync(Socket socket)
    {
        byte[] buffer = new byte[12]; // HTTP/1.1 200
        for (int filled = 0; filled < buffer.Length;)
        {
            int count = await socket.ReceiveAsync(buffer.AsMemory(filled)).AsTask().WaitAsync(Bound);
            if (count == 0)
                return "end";
            filled += count;
        }

        string status = Encoding.ASCII.GetString(buffer, 9, 3);
        if (status == "503")
            socket.Dispose();
        return status;
    }

    private static string[] Statuses(string all) => [.. all.Split("HTTP/1.1 ").Skip(1).Select(response => response[..3])];
}
