using DSoftBus.Runtime.Entropy;

namespace DSoftBus.Tests.Runtime.Entropy;

public class TestEntropyTests
{
    [Theory]
    [InlineData(0x0a, "88ace84ac3cc6c469fe6ab834f75f7179ca42b1e0f0aa3db98f4b908e36985b4")]
    [InlineData(0x0b, "d9d201658a2277c9c251b27811160b8811e0b14dda92c76ac606ca53d969adec")]
    public void First_ephemeral_secret_is_the_one_of_the_decisions(byte seed, string expected)
    {
        var secret = new byte[32];
        new TestEntropy(seed).For(RandomPurpose.NoiseEphemeral).Fill(secret);
        Assert.Equal(expected, Convert.ToHexStringLower(secret));
    }

    [Fact]
    public void A_stream_continues_however_it_is_cut_and_purposes_do_not_shift_each_other()
    {
        var whole = new byte[200];
        new TestEntropy(1).For(RandomPurpose.TcpPort).Fill(whole);

        var entropy = new TestEntropy(1);
        var parts = new byte[200];
        entropy.For(RandomPurpose.TcpPort).Fill(parts.AsSpan(0, 1));
        entropy.For(RandomPurpose.Jitter).NextUInt64();
        entropy.For(RandomPurpose.TcpPort).Fill(parts.AsSpan(1, 70));
        entropy.For(RandomPurpose.TcpPort).Fill(parts.AsSpan(71));

        Assert.Equal(whole, parts);
        Assert.True(entropy.IsAvailable);
        Assert.Equal((byte)1, entropy.TestSeed);
    }

    [Fact]
    public void Integers_are_the_next_bytes_little_endian()
    {
        var bytes = new byte[14];
        new TestEntropy(3).For(RandomPurpose.Nonce).Fill(bytes);
        var source = new TestEntropy(3).For(RandomPurpose.Nonce);
        Assert.Equal(BitConverter.ToUInt16(bytes, 0), source.NextUInt16());
        Assert.Equal(BitConverter.ToUInt32(bytes, 2), source.NextUInt32());
        Assert.Equal(BitConverter.ToUInt64(bytes, 6), source.NextUInt64());
    }
}
