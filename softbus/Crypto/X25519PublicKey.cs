using System.Runtime.CompilerServices;

namespace DSoftBus.Softbus.Crypto;

/// <summary>An X25519 public key as a value: the 32 bytes of RFC 7748 section 5, compared bytewise. Not secret.</summary>
[InlineArray(Length)]
public struct X25519PublicKey : IEquatable<X25519PublicKey>
{
    /// <summary>Bytes of an encoded key.</summary>
    public const int Length = 32;

    private byte _first;

    /// <param name="bytes">Exactly <see cref="Length"/> bytes; another length is a defect of the caller.</param>
    public X25519PublicKey(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        _first = 0;
        bytes.CopyTo(this);
    }

    public readonly void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)this).CopyTo(destination);

    public readonly bool Equals(X25519PublicKey other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    public readonly bool Equals(ReadOnlySpan<byte> other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is X25519PublicKey other && Equals(other);

    public override readonly int GetHashCode() => BitConverter.ToInt32(this);

    public override readonly string ToString() => Convert.ToHexStringLower(this);

    public static bool operator ==(X25519PublicKey left, X25519PublicKey right) => left.Equals(right);

    public static bool operator !=(X25519PublicKey left, X25519PublicKey right) => !left.Equals(right);
}
