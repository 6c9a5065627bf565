using DSoftBus.Net.Facade;
using DSoftBus.Samples.Http;
using DSoftBus.Samples.Pages;
using Xunit;

namespace DSoftBus.Tests.Http.Httpd;

/// <summary>What the server answers, over its real facade and TCP, byte by byte.</summary>
public sealed class ConversationTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public void AResponseHasDateLengthAndTheGuestsWords() => WithClient(async client =>
    {
        await client.SendAsync(Get);
        var (status, head, content) = await client.ResponseAsync();
        Assert.Equal(200, status);
        // The simulation's clock begins on 1 January 2026.
        Assert.StartsWith("Thu, 01 Jan 2026 00:00:", RawClient.Field(head, "Date"), StringComparison.Ordinal);
        Assert.EndsWith(" GMT", RawClient.Field(head, "Date"), StringComparison.Ordinal);
        Assert.Equal("text/plain; charset=utf-8", RawClient.Field(head, "Content-Type"));
        Assert.Equal("keep-alive", RawClient.Field(head, "Connection"));
        Assert.Contains("uptime       00:00:03.5000000\nmemory       49152 of 65536 KiB free\n", content, StringComparison.Ordinal);
    });

    [Fact]
    public void JsonNamesTheSame() => WithClient(async client =>
    {
        await client.SendAsync("GET /json HTTP/1.1\r\nHost: a\r\n\r\n");
        var (_, head, content) = await client.ResponseAsync();
        Assert.Equal("application/json", RawClient.Field(head, "Content-Type"));
        Assert.StartsWith("{\"uptimeMilliseconds\":3500,\"totalMemory\":67108864,\"freeMemory\":50331648,", content, StringComparison.Ordinal);
    });

    [Fact]
    public void HeadHasTheHeadOfGetAndNoContent() => WithClient(async client =>
    {
        await client.SendAsync("HEAD /bytes/1000 HTTP/1.1\r\nHost: a\r\n\r\n" + Get);
        var (status, head, _) = await client.ResponseAsync(hasContent: false);
        Assert.Equal((200, "1000"), (status, RawClient.Field(head, "Content-Length")));
        Assert.Equal(200, (await client.ResponseAsync()).Status);
    });

    [Fact]
    public void PipelinedRequestsAreAnsweredInOrder() => WithClient(async client =>
    {
        await client.SendAsync("GET /bytes/3 HTTP/1.1\r\nHost: a\r\n\r\n" + Post("/echo", "one") + "GET /none HTTP/1.1\r\nHost: a\r\n\r\n" + Post("/echo", "two") + Last());
        Assert.Equal("\u0000\u0001\u0002", (await client.ResponseAsync()).Content);
        Assert.Equal("one", (await client.ResponseAsync()).Content);
        Assert.Equal(404, (await client.ResponseAsync()).Status);
        Assert.Equal("two", (await client.ResponseAsync()).Content);
        Assert.Equal("close", RawClient.Field((await client.ResponseAsync()).Head, "Connection"));
        await client.ReadToEndAsync();
        Assert.Equal(FacadeStatus.EndOfStream, client.End);
    });

    [Fact]
    public void EveryByteOfAPipelineMayComeAlone() => WithClient(async client =>
    {
        foreach (char next in Post("/echo", "slow") + Last())
            await client.SendAsync(next.ToString());
        Assert.Equal("slow", (await client.ResponseAsync()).Content);
        Assert.Equal(200, (await client.ResponseAsync()).Status);
    });

    [Fact]
    public void ContinueComesBeforeTheBodyAndOnlyWhenItIsAwaited() => WithClient(async client =>
    {
        const string head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
        await client.SendAsync(head);
        Assert.Equal(100, (await client.ResponseAsync()).Status);
        await client.SendAsync("ok");
        var (status, answer, content) = await client.ResponseAsync();
        Assert.Equal((200, "a/b", "ok"), (status, RawClient.Field(answer, "Content-Type"), content));
        await client.SendAsync(head + "ok");
        Assert.Equal(200, (await client.ResponseAsync()).Status);
    });

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n", 405, "GET, HEAD")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", 405, "POST")]
    [InlineData("DELETE /bytes/1 HTTP/1.1\r\nHost: a\r\n\r\n", 405, "GET, HEAD")]
    [InlineData("GET /bytes/67108865 HTTP/1.1\r\nHost: a\r\n\r\n", 404, null)]
    [InlineData("GET /bytes/-1 HTTP/1.1\r\nHost: a\r\n\r\n", 404, null)]
    [InlineData("GET /bytes/ HTTP/1.1\r\nHost: a\r\n\r\n", 404, null)]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\n\r\n", 411, null)]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\nExpect: 100-continue\r\n\r\n", 413, null)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400, null)]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400, null)]
    [InlineData("GET / HTTP/3.0\r\n", 505, null)]
    public void WhatIsNotServedIsAnsweredFinally(string request, int status, string? allow) => WithClient(async client =>
    {
        await client.SendAsync(request);
        var (actual, head, content) = await client.ResponseAsync();
        Assert.Equal(status, actual);
        Assert.NotEqual("", content);
        if (allow is not null)
            Assert.Equal(allow, RawClient.Field(head, "Allow"));
    });

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")]
    public void AfterTheLastResponseTheServerEndsTheConnectionInOrder(string request) => WithClient(async client =>
    {
        await client.SendAsync(request);
        Assert.Equal("close", RawClient.Field((await client.ResponseAsync()).Head, "Connection"));
        Assert.Equal("", await client.ReadToEndAsync());
        Assert.Equal(FacadeStatus.EndOfStream, client.End);
    });

    [Fact]
    public void AnAnswerSurvivesAClientThatGoesOnSending() => WithClient(async client =>
    {
        await client.SendAsync($"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {HttpLimits.Body + 1}\r\n\r\n");
        await client.SendAsync(new string('x', 300_000));
        Assert.Equal(413, (await client.ResponseAsync()).Status);
    });

    [Fact]
    public void AHalfClosedClientStillGetsItsAnswer() => WithClient(async client =>
    {
        await client.SendAsync("GET /bytes/100000 HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(FacadeStatus.Ok, await client.ShutdownAsync());
        Assert.Equal(100_000, (await client.ResponseAsync()).Content.Length);
        Assert.Equal("", await client.ReadToEndAsync());
    });

    [Fact]
    public void BytesAreTheOnesThatTheClientCanCompute() => WithClient(async client =>
    {
        await client.SendAsync("GET /bytes/200000 HTTP/1.1\r\nHost: a\r\n\r\n");
        string content = (await client.ResponseAsync()).Content;
        Assert.Equal(200_000, content.Length);
        for (int i = 0; i < content.Length; i++)
            Assert.Equal(BytesPage.At(i), (byte)content[i]);
    });

    private static string Post(string path, string text) => $"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {text.Length}\r\n\r\n{text}";

    private static string Last() => "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static void WithClient(Func<RawClient, ValueTask> body) => new HttpWorld().Run(async (task, network) => await body(await RawClient.ConnectAsync(task, network)));
}
