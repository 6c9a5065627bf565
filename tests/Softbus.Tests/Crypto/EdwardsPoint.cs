using System.Numerics;

namespace DSoftBus.Tests.Softbus.Crypto;

/// <summary>A point of edwards25519 in affine coordinates (RFC 8032 section 5.1), slow and plain: to make keys that no honest device has.</summary>
internal sealed record EdwardsPoint(BigInteger X, BigInteger Y)
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));

    public static EdwardsPoint Decode(byte[] encoded)
    {
        var y = new BigInteger(encoded, isUnsigned: true) & (BigInteger.Pow(2, 255) - 1);
        var x = SquareRoot(Mod((y * y) - 1) * Inverse((D * y * y) + 1));
        return new EdwardsPoint((x & 1) == encoded[31] >> 7 ? x : Mod(-x), y);
    }

    public byte[] Encode()
    {
        var bytes = new byte[32];
        Y.TryWriteBytes(bytes, out _, isUnsigned: true);
        bytes[31] |= (byte)(X.IsEven ? 0 : 0x80);
        return bytes;
    }

    public static EdwardsPoint operator +(EdwardsPoint left, EdwardsPoint right)
    {
        var product = D * left.X * right.X * left.Y * right.Y;
        return new EdwardsPoint(
            Mod(((left.X * right.Y) + (left.Y * right.X)) * Inverse(1 + product)),
            Mod(((left.Y * right.Y) + (left.X * right.X)) * Inverse(1 - product)));
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    private static BigInteger SquareRoot(BigInteger square)
    {
        var root = BigInteger.ModPow(Mod(square), (P + 3) / 8, P);
        return Mod((root * root) - square).IsZero ? root : Mod(root * BigInteger.ModPow(2, (P - 1) / 4, P));
    }

    private static BigInteger Mod(BigInteger value) => ((value % P) + P) % P;
}
