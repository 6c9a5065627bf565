using DSoftBus.Net.Tcp.Opening;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>SipHash-2-4 against the worked example and test values of its authors (key 00 to 0f, message 00, 01, ...).</summary>
public sealed class SipHashTests
{
    private static readonly SipHash Hash = new(0x0706050403020100, 0x0f0e0d0c0b0a0908);

    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void Published_values_come_out(int length, ulong expected) =>
        Assert.Equal(expected, Hash.Of([.. Enumerable.Range(0, length).Select(i => (byte)i)]));
}
