using Org.BouncyCastle.Crypto.Digests;

namespace DSoftBus.Softbus.Crypto;

/// <summary>SHA-256 (FIPS 180-4) in one call.</summary>
public static class Sha256
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 32;

    /// <summary>Digest of the concatenation of both parts.</summary>
    /// <param name="digest">32 bytes, written.</param>
    public static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        var engine = new Sha256Digest();
        engine.BlockUpdate(first);
        engine.BlockUpdate(second);
        engine.DoFinal(digest);
    }

    /// <inheritdoc cref="Hash(ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte})"/>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => Hash(data, default, digest);
}
