using System.Net;
using System.Text.Json;
using Xunit;

namespace DSoftBus.Tests.Http.Guests;

/// <summary>A booted server and .NET's own client.</summary>
[Collection(GuestCollection.Name)]
public sealed class HttpClientTests(HttpGuest guest) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 20 }) { Timeout = TimeSpan.FromSeconds(120) };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task TheGuestsClockAndMemoryAreTold()
    {
        using var response = await _client.GetAsync(guest.Url("/json"));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        // The guest reads the host's clock at boot, in whole seconds.
        Assert.InRange(response.Headers.Date!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        long total = document.RootElement.GetProperty("totalMemory").GetInt64();
        Assert.InRange(total, 32L << 20, 64L << 20);
        Assert.InRange(document.RootElement.GetProperty("freeMemory").GetInt64(), 1, total);
        Assert.True(document.RootElement.GetProperty("uptimeMilliseconds").GetInt64() > 0);
    }

    [Fact]
    public async Task TwentyRequestsAtOnceAreAllAnswered()
    {
        var requests = Enumerable.Range(1, 20).Select(async number =>
        {
            byte[] sent = Pattern.Random(10_000 * number);
            using var echoed = await _client.PostAsync(guest.Url("/echo"), new ByteArrayContent(sent));
            Assert.Equal(HttpStatusCode.OK, echoed.StatusCode);
            Assert.Equal(Pattern.Hash(sent), Pattern.Hash(await echoed.Content.ReadAsByteArrayAsync()));
            Assert.Equal(Pattern.HashOfBytes(50_000 * number), Pattern.Hash(await _client.GetByteArrayAsync(guest.Url($"/bytes/{50_000 * number}"))));
        });
        await Task.WhenAll(requests);
    }

    [Fact]
    public async Task ABodyOfUnknownLengthGoesInChunks()
    {
        byte[] sent = Pattern.Random(700_001);
        using var request = new HttpRequestMessage(HttpMethod.Post, guest.Url("/echo")) { Content = new StreamContent(new MemoryStream(sent)) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await _client.SendAsync(request);
        Assert.Equal(Pattern.Hash(sent), Pattern.Hash(await response.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task ManyRequestsOneAfterTheOtherStayOnOneConnection()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 1, PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { Timeout = TimeSpan.FromSeconds(120) };
        for (int i = 0; i < 100; i++)
        {
            using var response = await client.GetAsync(guest.Url($"/bytes/{i}"));
            Assert.Equal(i, (await response.Content.ReadAsByteArrayAsync()).Length);
            Assert.NotEqual(true, response.Headers.ConnectionClose);
        }
    }
}
