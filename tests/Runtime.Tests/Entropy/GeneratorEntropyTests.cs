using DSoftBus.Runtime.Entropy;

namespace DSoftBus.Tests.Runtime.Entropy;

public class GeneratorEntropyTests
{
    [Fact]
    public void Is_available_only_after_32_bytes_of_seed()
    {
        var generator = new GeneratorEntropy();
        generator.AddSeed(new byte[31]);
        Assert.False(generator.IsAvailable);
        Assert.Throws<InvalidOperationException>(() => generator.For(RandomPurpose.Nonce).NextUInt16());
        generator.AddSeed(new byte[1]);
        Assert.True(generator.IsAvailable);
        Assert.Null(generator.TestSeed);
    }

    [Fact]
    public void Values_do_not_repeat_and_depend_on_the_seed()
    {
        var first = Draw(seed: 1, 5000);
        Assert.Equal(first, Draw(seed: 1, 5000));
        Assert.NotEqual(first, Draw(seed: 2, 5000));
        Assert.Equal(first.Length / 8, first.Chunk(8).Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void A_later_seed_changes_what_comes_next()
    {
        var plain = Seeded(1);
        var reseeded = Seeded(1);
        Assert.Equal(plain.NextUInt64(), reseeded.NextUInt64());
        reseeded.AddSeed([7]);
        Assert.NotEqual(plain.NextUInt64(), reseeded.NextUInt64());
    }

    [Fact]
    public void Without_entropy_drawing_is_a_defect()
    {
        var none = new NoEntropy();
        Assert.False(none.IsAvailable);
        Assert.Throws<InvalidOperationException>(() => none.For(RandomPurpose.Nonce).NextUInt16());
    }

    private static byte[] Draw(byte seed, int length)
    {
        var bytes = new byte[length];
        Seeded(seed).Fill(bytes);
        return bytes;
    }

    private static GeneratorEntropy Seeded(byte seed)
    {
        var generator = new GeneratorEntropy();
        generator.AddSeed(Enumerable.Repeat(seed, 32).ToArray());
        return generator;
    }
}
