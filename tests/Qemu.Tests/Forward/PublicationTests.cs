using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Forward;
using Xunit;

namespace DSoftBus.Tests.Qemu.Forward;

public sealed class PublicationTests
{
    private static readonly Ipv4Address Guest = new(10, 42, 0, 2);

    [Theory]
    [InlineData("8080:80", "127.0.0.1:8080 to 10.42.0.2:80")]
    [InlineData("127.0.0.9:0:65535", "127.0.0.9:0 to 10.42.0.2:65535")]
    public void ForOneGuest(string text, string expected)
    {
        Assert.Null(Publication.TryParse(text, Guest, out Publication? publication));
        Assert.Equal(expected, publication!.ToString());
    }

    [Theory]
    [InlineData("8080=10.42.0.2:80", "127.0.0.1:8080 to 10.42.0.2:80")]
    [InlineData("127.0.0.1:8080=10.42.0.7:22", "127.0.0.1:8080 to 10.42.0.7:22")]
    public void ForAnyGuest(string text, string expected)
    {
        Assert.Null(Publication.TryParse(text, out Publication? publication));
        Assert.Equal(expected, publication!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("8080")]
    [InlineData("8080:")]
    [InlineData(":80")]
    [InlineData("8080:0")]
    [InlineData("8080:65536")]
    [InlineData("-1:80")]
    [InlineData("0.0.0.0:8080:80")]
    [InlineData("192.0.2.1:8080:80")]
    [InlineData("localhost:8080:80")]
    [InlineData("::1:8080:80")]
    [InlineData("127.1:8080:80")]
    public void WrongTextForOneGuestIsNamed(string text)
    {
        Assert.Contains($"'{text}'", Publication.TryParse(text, Guest, out Publication? publication), StringComparison.Ordinal);
        Assert.Null(publication);
    }

    [Theory]
    [InlineData("8080:80")]
    [InlineData("8080=80")]
    [InlineData("8080=guest:80")]
    [InlineData("8080=127.0.0.1:80")]
    [InlineData("8080=224.0.0.1:80")]
    [InlineData("8080=10.42.0.2:80:80")]
    [InlineData("8080=10.42.0.2:80=1")]
    [InlineData("10.42.0.2:8080=10.42.0.2:80")]
    public void WrongTextForAnyGuestIsNamed(string text)
    {
        Assert.Contains($"'{text}'", Publication.TryParse(text, out Publication? publication), StringComparison.Ordinal);
        Assert.Null(publication);
    }
}
