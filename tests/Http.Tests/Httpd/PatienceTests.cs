using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Samples.Httpd;
using Xunit;

namespace DSoftBus.Tests.Http.Httpd;

/// <summary>Bounds in time and number, under virtual time: slow clients, idle clients, too many clients.</summary>
public sealed class PatienceTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static readonly HttpdSettings Settings = new();

    [Fact]
    public void AnIdleConnectionIsClosedWithoutAWord() => new HttpWorld().Run(async (task, network) =>
    {
        var client = await RawClient.ConnectAsync(task, network);
        await client.SendAsync(Get);
        await client.ResponseAsync();
        Instant start = task.Now;
        Assert.Equal("", await client.ReadToEndAsync());
        Assert.InRange(task.Now - start, Settings.Idle - TimeSpan.FromSeconds(1), Settings.Idle + TimeSpan.FromSeconds(1));
    });

    [Fact]
    public void AHeadThatDripsIsCutOff() => new HttpWorld().Run(async (task, network) =>
    {
        var client = await RawClient.ConnectAsync(task, network);
        Instant start = task.Now;
        while (task.Now - start < Settings.Head + TimeSpan.FromSeconds(1) && await client.TrySendAsync("G") == FacadeStatus.Ok)
            await task.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(408, (await client.ResponseAsync()).Status);
        Assert.InRange(task.Now - start, Settings.Head, Settings.Head + TimeSpan.FromSeconds(3));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void ABodyThatStopsOrDripsIsCutOff(int secondsBetweenBytes) => new HttpWorld().Run(async (task, network) =>
    {
        var client = await RawClient.ConnectAsync(task, network);
        await client.SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx");
        Instant start = task.Now;
        while (secondsBetweenBytes > 0 && task.Now - start < Settings.Body && await client.TrySendAsync("x") == FacadeStatus.Ok)
            await task.DelayAsync(TimeSpan.FromSeconds(secondsBetweenBytes));
        Assert.Equal(408, (await client.ResponseAsync()).Status);
        TimeSpan expected = secondsBetweenBytes > 0 ? Settings.Body : Settings.BodyPause;
        Assert.InRange(task.Now - start, expected - TimeSpan.FromSeconds(1), expected + TimeSpan.FromSeconds(10));
    });

    [Fact]
    public void AClientThatDoesNotReadIsLetGo() => new HttpWorld(Settings with { Connections = 1, Refusals = 1 }).Run(async (task, network) =>
    {
        var deaf = await RawClient.ConnectAsync(task, network);
        await deaf.SendAsync("GET /bytes/1000000 HTTP/1.1\r\nHost: a\r\n\r\n");
        await task.DelayAsync(Settings.Write + TimeSpan.FromSeconds(5));
        var next = await RawClient.ConnectAsync(task, network);
        await next.SendAsync(Get);
        Assert.Equal(200, (await next.ResponseAsync()).Status);
    });

    [Fact]
    public void AClientThatReadsSlowlyGetsEverything() => new HttpWorld().Run(async (task, network) =>
    {
        var client = await RawClient.ConnectAsync(task, network);
        await client.SendAsync("GET /bytes/300000 HTTP/1.1\r\nHost: a\r\n\r\n");
        await task.DelayAsync(Settings.Write - TimeSpan.FromSeconds(2));
        Assert.Equal(300_000, (await client.ResponseAsync()).Content.Length);
    });

    [Fact]
    public void OneClientTooManyIsToldSoAndThePlaceIsGivenOn() => new HttpWorld().Run(async (task, network) =>
    {
        var served = new List<RawClient>();
        for (int i = 0; i < Settings.Connections; i++)
        {
            served.Add(await RawClient.ConnectAsync(task, network));
            await served[i].SendAsync(Get);
            Assert.Equal(200, (await served[i].ResponseAsync()).Status);
        }

        var tooMany = await RawClient.ConnectAsync(task, network);
        var (status, head, _) = await tooMany.ResponseAsync();
        Assert.Equal((503, "1", "close"), (status, RawClient.Field(head, "Retry-After"), RawClient.Field(head, "Connection")));
        Assert.Equal("", await tooMany.ReadToEndAsync());

        await served[0].CloseAsync();
        await task.DelayAsync(TimeSpan.FromSeconds(1));
        await AssertServedAsync(task, network);
    });

    [Fact]
    public void AFloodOfConnectionsLeavesAServerThatAnswers() => new HttpWorld().Run(async (task, network) =>
    {
        var flood = new List<RawClient>();
        for (int i = 0; i < Settings.Connections + Settings.Refusals; i++)
            flood.Add(await RawClient.ConnectAsync(task, network));
        foreach (var client in flood)
            await client.CloseAsync();
        await task.DelayAsync(Settings.Linger + TimeSpan.FromSeconds(1));
        await AssertServedAsync(task, network);
    });

    [Fact]
    public void AClientThatGoesInTheMiddleOfItsBodyCostsNothing() => new HttpWorld(Settings with { BodyMemory = 1024 * 1024 }).Run(async (task, network) =>
    {
        for (int i = 0; i < 3; i++)
        {
            var client = await RawClient.ConnectAsync(task, network);
            await client.SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\nx");
            await client.CloseAsync();
            await task.DelayAsync(TimeSpan.FromSeconds(1));
        }

        await AssertServedAsync(task, network);
        var last = await RawClient.ConnectAsync(task, network);
        await last.SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n" + new string('y', 1024 * 1024));
        Assert.Equal(1024 * 1024, (await last.ResponseAsync()).Content.Length);
    });

    [Fact]
    public void BodiesBeyondTheMemoryForThemAreRefused() => new HttpWorld(Settings with { BodyMemory = 1024 * 1024 }).Run(async (task, network) =>
    {
        var first = await RawClient.ConnectAsync(task, network);
        await first.SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(100, (await first.ResponseAsync()).Status);
        var second = await RawClient.ConnectAsync(task, network);
        await second.SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        Assert.Equal(503, (await second.ResponseAsync()).Status);
    });

    private static async ValueTask AssertServedAsync(TaskContext task, FacadeClient network)
    {
        var client = await RawClient.ConnectAsync(task, network);
        await client.SendAsync(Get);
        Assert.Equal(200, (await client.ResponseAsync()).Status);
        await client.CloseAsync();
    }
}
