using System.Globalization;
using System.Security.Cryptography;

namespace DSoftBus.Tests.Oracle.Runner.Commands;

/// <summary>How many octets passed and what they were.</summary>
internal sealed class Digest : IDisposable
{
    private const int ShownBytes = 16;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Count { get; private set; }

    public void Add(ReadOnlySpan<byte> octets)
    {
        _hash.AppendData(octets);
        Count += octets.Length;
    }

    /// <summary><c>COUNT SHA256 [ENDING]</c>, the first half of the hash; without octets only the count.</summary>
    public string Describe(string ending = "")
    {
        string what = Count == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{Count} {Convert.ToHexStringLower(_hash.GetCurrentHash().AsSpan(0, ShownBytes))}");
        return ending.Length == 0 ? what : $"{what} {ending}";
    }

    public void Dispose() => _hash.Dispose();
}
