using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>The hash of the table of connections.</summary>
public sealed class TcpKeyComparerTests
{
    [Fact]
    public void Neighbouring_connections_spread_and_another_secret_spreads_them_otherwise()
    {
        var first = new TcpKeyComparer(new TestEntropy(1).For(RandomPurpose.TcpTable));
        var second = new TcpKeyComparer(new TestEntropy(2).For(RandomPurpose.TcpTable));
        var buckets = new int[256];
        int same = 0;
        for (int i = 0; i < 25_600; i++)
        {
            var key = new TcpKey(new Ipv4Address(10, 0, 0, 1), 80, new Ipv4Address(0x0a000000u + (uint)(i >> 8)), (ushort)(40_000 + (i & 255)));
            buckets[(uint)first.GetHashCode(key) % 256]++;
            same += (uint)first.GetHashCode(key) % 256 == (uint)second.GetHashCode(key) % 256 ? 1 : 0;
        }

        Assert.InRange(buckets.Max(), 100, 160);
        Assert.InRange(same, 0, 400);
    }
}
