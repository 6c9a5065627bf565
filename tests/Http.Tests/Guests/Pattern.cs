using System.Security.Cryptography;
using DSoftBus.Samples.Pages;

namespace DSoftBus.Tests.Http.Guests;

/// <summary>What a client compares with.</summary>
internal static class Pattern
{
    /// <summary>SHA-256 of what <c>/bytes/N</c> gives, in hexadecimal.</summary>
    public static string HashOfBytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = BytesPage.At(i);
        return Hash(bytes);
    }

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static byte[] Random(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
