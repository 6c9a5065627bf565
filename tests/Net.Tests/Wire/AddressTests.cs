using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Wire;

public sealed class AddressTests
{
    [Theory]
    [InlineData("10.42.0.10", 0x0a2a000au)]
    [InlineData("255.255.255.255", 0xffffffffu)]
    [InlineData("0.0.0.0", 0u)]
    public void Dotted_decimal_is_read_and_written(string text, uint value)
    {
        Assert.True(Ipv4Address.TryParse(text, out var address));
        Assert.Equal(value, address.Value);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.42.0")]
    [InlineData("10.42.0.1.2")]
    [InlineData("10.42.0.256")]
    [InlineData("10.42.0.01")]
    [InlineData("10.42.0.")]
    [InlineData("10.42..1")]
    [InlineData("+1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    public void Other_text_is_refused(string text) => Assert.False(Ipv4Address.TryParse(text, out _));

    [Theory]
    [InlineData("224.0.0.1", false, true)]
    [InlineData("239.255.255.255", false, true)]
    [InlineData("223.255.255.255", true, false)]
    [InlineData("240.0.0.1", false, false)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("0.1.2.3", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("10.0.0.1", true, false)]
    public void Kinds_of_addresses(string text, bool host, bool multicast)
    {
        Ipv4Address.TryParse(text, out var address);
        Assert.Equal((host, multicast), (address.IsUsableHost, address.IsMulticast));
    }

    [Fact]
    public void A_group_maps_to_its_low_23_bits() =>
        Assert.Equal("01:00:5e:2a:00:01", new Ipv4Address(239, 170, 0, 1).GroupHardware().ToString());

    [Theory]
    [InlineData(24, "10.42.0.255", true)]
    [InlineData(24, "10.42.0.0", true)]
    [InlineData(24, "10.42.1.255", false)]
    [InlineData(24, "255.255.255.255", true)]
    [InlineData(16, "10.42.255.255", true)]
    [InlineData(16, "10.42.0.255", false)]
    [InlineData(31, "10.42.0.11", false)]
    [InlineData(32, "10.42.0.10", false)]
    [InlineData(0, "255.255.255.255", true)]
    public void Broadcast_of_a_network(int prefix, string text, bool expected)
    {
        Ipv4Address.TryParse(text, out var address);
        Assert.Equal(expected, new Ipv4Network(new Ipv4Address(10, 42, 0, 10), prefix).IsBroadcast(address));
    }

    [Theory]
    [InlineData(0xffffff00u, true, 24)]
    [InlineData(0xffffffffu, true, 32)]
    [InlineData(0u, true, 0)]
    [InlineData(0xff00ff00u, false, 16)]
    public void Masks_are_contiguous(uint mask, bool valid, int length)
    {
        Assert.Equal(valid, Ipv4Network.TryPrefixLength(mask, out int prefix));
        Assert.Equal(length, prefix);
    }
}
