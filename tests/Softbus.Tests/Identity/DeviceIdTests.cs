using System.Text;
using CsCheck;
using DSoftBus.Softbus.Identity;
using Xunit;

namespace DSoftBus.Tests.Softbus.Identity;

public sealed class DeviceIdTests
{
    private static readonly Gen<string> Hex = Gen.Char["0123456789abcdef"].Array[DeviceId.TextLength].Select(digits => new string(digits));

    [Fact]
    public void TextComesBack() => Hex.Sample(text =>
    {
        Assert.True(DeviceId.TryParse(Encoding.ASCII.GetBytes(text), out var id));
        Span<byte> written = stackalloc byte[DeviceId.TextLength];
        id.WriteText(written);
        Assert.Equal(text, Encoding.ASCII.GetString(written));
        Assert.Equal(text, id.ToString());
        Assert.Equal(text[..12], id.Short);
    });

    [Fact]
    public void TheOrderIsThatOfTheText() => Hex.Select(Hex).Sample((first, second) =>
    {
        var (a, b) = (Parse(first), Parse(second));
        Assert.Equal(Math.Sign(string.CompareOrdinal(first, second)), Math.Sign(a.CompareTo(b)));
        Assert.Equal(first == second, a == b);
        Assert.Equal(string.CompareOrdinal(first, second) < 0, a < b);
        Assert.Equal(string.CompareOrdinal(first, second) > 0, a > b);
    });

    [Fact]
    public void TheOrderLooksAtEveryDigit() => Hex.Select(Gen.Int[0, DeviceId.TextLength - 1]).Sample((text, at) =>
    {
        var lower = text[..at] + '0' + text[(at + 1)..];
        var upper = text[..at] + 'f' + text[(at + 1)..];
        Assert.True(Parse(lower) < Parse(upper));
    });

    [Theory]
    [InlineData("")]
    [InlineData("node-a")]
    [InlineData("6A3803D5F059902A1C6DAFBC9BA4729212F7CAAC08634CC3AE76B27529F03827")]
    [InlineData("6a3803d5f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f0382")]
    [InlineData("6a3803d5f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f038270")]
    [InlineData("6a3803d5f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f0382g")]
    [InlineData("6a3803d5f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f0382:")]
    [InlineData("6a3803d5f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f0382/")]
    [InlineData("6a3803d5f059902a1c6dafbc9ba4729212f7caac08634cc3ae76b27529f0382`")]
    public void OtherTextIsNoId(string text) => Assert.False(DeviceId.TryParse(Encoding.ASCII.GetBytes(text), out _));

    private static DeviceId Parse(string text)
    {
        Assert.True(DeviceId.TryParse(Encoding.ASCII.GetBytes(text), out var id));
        return id;
    }
}
