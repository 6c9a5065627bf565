using CsCheck;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Tests.Runtime.Devices;

public class MacAddressTests
{
    [Fact]
    public void Prints_and_parses_the_usual_form()
    {
        var address = MacAddress.Parse("52:54:00:12:34:0A");
        Assert.Equal("52:54:00:12:34:0a", address.ToString());
        Assert.Equal(0x0a, address.Last);
        Assert.False(address.IsMulticast);
        Assert.True(MacAddress.Parse("01:00:5e:2a:00:01").IsMulticast);
        Assert.True(MacAddress.Broadcast is { IsBroadcast: true, IsMulticast: true });
        Assert.Equal("ff:ff:ff:ff:ff:ff", MacAddress.Broadcast.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("52:54:00:12:34")]
    [InlineData("52:54:00:12:34:0a:")]
    [InlineData("52-54-00-12-34-0a")]
    [InlineData("52:54:00:12:34:0g")]
    [InlineData("52:54:00:12:34: a")]
    [InlineData("+2:54:00:12:34:0a")]
    public void Refuses_other_forms(string text)
    {
        Assert.False(MacAddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => MacAddress.Parse(text));
    }

    [Fact]
    public void Bytes_and_text_round_trip() =>
        Gen.Byte.Array[6].Sample(bytes =>
        {
            var address = MacAddress.From(bytes);
            var copy = new byte[6];
            address.CopyTo(copy);
            return copy.SequenceEqual(bytes)
                && MacAddress.Parse(address.ToString()) == address
                && address.ToString() == string.Join(':', bytes.Select(b => b.ToString("x2")));
        });
}
