using CsCheck;
using DSoftBus.Softbus.Crypto;
using Xunit;

namespace DSoftBus.Tests.Softbus.Crypto;

public sealed class ChaCha20Poly1305Tests
{
    [Theory]
    [InlineData("noise-profile-h")]
    [InlineData("noise-profile-o")]
    public void RecordsAreThoseOfTheVectors(string file) => VectorFile.ForEach(file, "record", vector =>
    {
        var expected = file == "noise-profile-h" ? vector.ExpectedBytes("record") : vector.ExpectedBytes();
        byte[] record = [.. vector.Bytes("plaintext"), .. new byte[ChaCha20Poly1305.TagLength]];
        using var seal = new ChaCha20Poly1305(vector.Bytes("key"), sealing: true);
        seal.Seal((ulong)vector.Number("counter"), [], record);
        Assert.Equal(expected, record);

        using var open = new ChaCha20Poly1305(vector.Bytes("key"), sealing: false);
        Assert.True(open.TryOpen((ulong)vector.Number("counter"), [], record));
        Assert.Equal(vector.Bytes("plaintext"), record[..^ChaCha20Poly1305.TagLength]);
    });

    [Fact]
    public void AlteredRecordsAreRefused() => VectorFile.ForEach("noise-profile-h", "record-decrypt", vector =>
    {
        using var open = new ChaCha20Poly1305(vector.Bytes("key"), sealing: false);
        Assert.Equal("Crypto", vector.Error);
        Assert.False(open.TryOpen((ulong)vector.Number("counter"), [], vector.Bytes("record")));
    });

    [Fact]
    public void WhatIsSealedOpensAndNothingElse()
    {
        var generator = Gen.Byte.Array[32].Select(Gen.ULong, Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 300]);
        generator.Select(Gen.Int[0, int.MaxValue]).Sample((input, flip) =>
        {
            var (key, counter, associated, plaintext) = input;
            byte[] record = [.. plaintext, .. new byte[ChaCha20Poly1305.TagLength]];
            using var seal = new ChaCha20Poly1305(key, sealing: true);
            using var open = new ChaCha20Poly1305(key, sealing: false);
            seal.Seal(counter, associated, record);

            var altered = (byte[])record.Clone();
            altered[flip % altered.Length] ^= (byte)(1 << (flip % 8));
            Assert.False(open.TryOpen(counter, associated, altered));
            Assert.All(altered, value => Assert.Equal(0, value));
            Assert.False(open.TryOpen(counter + 1, associated, (byte[])record.Clone()));
            Assert.False(open.TryOpen(counter, [.. associated, 0], (byte[])record.Clone()));

            Assert.True(open.TryOpen(counter, associated, record));
            Assert.Equal(plaintext, record[..plaintext.Length]);
        }, iter: 200);
    }

    [Fact]
    public void EveryLengthUpToSeveralBlocksWorksInPlace()
    {
        using var seal = new ChaCha20Poly1305(new byte[32], sealing: true);
        using var open = new ChaCha20Poly1305(new byte[32], sealing: false);
        for (int length = 0; length < 700; length++)
        {
            var record = new byte[length + ChaCha20Poly1305.TagLength];
            record.AsSpan(0, length).Fill(0x5a);
            seal.Seal((ulong)length, [1, 2, 3], record);
            Assert.True(open.TryOpen((ulong)length, [1, 2, 3], record));
            Assert.Equal(-1, record.AsSpan(0, length).IndexOfAnyExcept((byte)0x5a));
        }
    }

    [Fact]
    public void ARecordCostsNoMoreThanTheLibraryItself()
    {
        using var seal = new ChaCha20Poly1305(new byte[32], sealing: true);
        var record = new byte[1500];
        ulong counter = 0;
        for (int i = 0; i < 20; i++)
            seal.Seal(counter++, [], record);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            seal.Seal(counter++, [], record);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 300);
    }

    [Fact]
    public void AnInstanceHasOneDirection()
    {
        using var seal = new ChaCha20Poly1305(new byte[32], sealing: true);
        using var open = new ChaCha20Poly1305(new byte[32], sealing: false);
        Assert.Throws<InvalidOperationException>(() => seal.TryOpen(0, [], new byte[16]));
        Assert.Throws<InvalidOperationException>(() => open.Seal(0, [], new byte[16]));
    }
}
