using System.Globalization;
using System.Numerics;

namespace DSoftBus.Net.Wire;

/// <summary>An interface address with its prefix (RFC 4632 section 3.1).</summary>
public readonly record struct Ipv4Network
{
    /// <param name="address">The host's own address, not only the prefix of the network.</param>
    /// <param name="prefixLength">0..32; anything else is a defect of the caller.</param>
    public Ipv4Network(Ipv4Address address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, 32);
        Address = address;
        PrefixLength = (byte)prefixLength;
    }

    public Ipv4Address Address { get; }

    public byte PrefixLength { get; }

    public uint Mask => PrefixLength == 0 ? 0 : uint.MaxValue << (32 - PrefixLength);

    /// <summary>The address with all host bits set; a /31 and a /32 have none (RFC 3021 section 2.2) and answer the limited broadcast.</summary>
    public Ipv4Address Broadcast => PrefixLength >= 31 ? Ipv4Address.LimitedBroadcast : new Ipv4Address(Address.Value | ~Mask);

    public bool Contains(Ipv4Address other) => ((other.Value ^ Address.Value) & Mask) == 0;

    /// <summary>The directed or the limited broadcast, or the old all-zero form of the directed one (RFC 1122 section 3.3.6).</summary>
    public bool IsBroadcast(Ipv4Address other)
    {
        if (other.IsLimitedBroadcast)
            return true;
        return PrefixLength < 31 && Contains(other) && ((other.Value & ~Mask) == ~Mask || (other.Value & ~Mask) == 0);
    }

    /// <summary>Length of a contiguous mask, or false for a mask with holes.</summary>
    public static bool TryPrefixLength(uint mask, out int prefixLength)
    {
        prefixLength = BitOperations.PopCount(mask);
        return new Ipv4Network(default, prefixLength).Mask == mask;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");
}
