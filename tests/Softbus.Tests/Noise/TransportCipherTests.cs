using CsCheck;
using DSoftBus.Softbus.Noise;
using Xunit;

namespace DSoftBus.Tests.Softbus.Noise;

public sealed class TransportCipherTests
{
    [Fact]
    public void TheCounterStopsBeforeItsLastValue()
    {
        using var seal = new TransportCipher(new byte[32], sealing: true, ulong.MaxValue - 1);
        using var open = new TransportCipher(new byte[32], sealing: false, ulong.MaxValue - 1);
        byte[] record = new byte[17], more = new byte[17];
        Assert.Equal(NoiseError.None, seal.Seal(record));
        Assert.Equal(NoiseError.CounterExhausted, seal.Seal(more));
        Assert.Equal(new byte[17], more);
        Assert.Equal(NoiseError.CounterExhausted, seal.Seal(more));
        Assert.Equal(NoiseError.None, open.Open(record));
        Assert.Equal(NoiseError.CounterExhausted, open.Open(more));
    }

    [Fact]
    public void LengthsAreBounded()
    {
        using var seal = new TransportCipher(new byte[32], sealing: true);
        using var open = new TransportCipher(new byte[32], sealing: false);
        Assert.Equal(NoiseError.TooLong, seal.Seal(new byte[65536]));
        Assert.Equal(NoiseError.BadLength, seal.Seal(new byte[15]));
        Assert.Equal(NoiseError.BadLength, open.Open(new byte[15]));
        Assert.Equal(NoiseError.TooLong, open.Open(new byte[65536]));
        var record = new byte[65535];
        Assert.Equal(NoiseError.None, seal.Seal(record));
        Assert.Equal(NoiseError.None, open.Open(record));
        Assert.Equal(1ul, seal.Counter);
        Assert.Equal(1ul, open.Counter);
    }

    [Fact]
    public void RecordsOpenOnceAndInOrder() => Gen.Byte.Array[0, 100].Array[2, 6].Sample(payloads =>
    {
        using var seal = new TransportCipher(new byte[32], sealing: true);
        using var open = new TransportCipher(new byte[32], sealing: false);
        var records = payloads.Select(payload => (byte[])[.. payload, .. new byte[16]]).ToArray();
        foreach (var record in records)
            Assert.Equal(NoiseError.None, seal.Seal(record));
        Assert.Equal(NoiseError.Decrypt, open.Open((byte[])records[1].Clone()));
        Assert.Equal(0ul, open.Counter);
        var replay = (byte[])records[0].Clone();
        for (int i = 0; i < records.Length; i++)
        {
            Assert.Equal(NoiseError.None, open.Open(records[i]));
            Assert.Equal(payloads[i], records[i][..^16]);
        }

        Assert.Equal(NoiseError.Decrypt, open.Open(replay));
    });
}
