using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DSoftBus.Net.Wire;

/// <summary>The ones' complement sum of 16-bit words (RFC 1071).</summary>
/// <remarks>
/// Sums are kept in the machine's byte order and swapped once at the end, which RFC 1071 section 2 (B) allows; 32-bit words are
/// added into 64 bits, so no carry is lost below 2^32 words, and <see cref="Accumulate(ReadOnlySpan{byte}, ulong)"/> folds what it returns below 2^33.
/// </remarks>
public static class InternetChecksum
{
    /// <summary>The checksum as it is written big-endian into a header whose checksum field was zero.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes) => Finish(Accumulate(bytes, 0));

    /// <summary>Whether bytes that contain their checksum sum to all ones.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes, ulong pseudoHeader = 0) => Finish(Accumulate(bytes, pseudoHeader)) == 0;

    /// <summary>Adds bytes to a running sum. Only the last piece of a packet may have an odd length.</summary>
    public static ulong Accumulate(ReadOnlySpan<byte> bytes, ulong sum)
    {
        if (Vector256.IsHardwareAccelerated && bytes.Length >= 2 * Vector256<byte>.Count)
        {
            var total = Vector256<ulong>.Zero;
            var vectors = MemoryMarshal.Cast<byte, Vector256<uint>>(bytes);
            foreach (ref readonly var vector in vectors)
            {
                var (lower, upper) = Vector256.Widen(vector);
                total += lower + upper;
            }

            sum += Vector256.Sum(total);
            bytes = bytes[(vectors.Length * Vector256<byte>.Count)..];
        }
        else if (Vector128.IsHardwareAccelerated && bytes.Length >= 2 * Vector128<byte>.Count)
        {
            var total = Vector128<ulong>.Zero;
            var vectors = MemoryMarshal.Cast<byte, Vector128<uint>>(bytes);
            foreach (ref readonly var vector in vectors)
            {
                var (lower, upper) = Vector128.Widen(vector);
                total += lower + upper;
            }

            sum += Vector128.Sum(total);
            bytes = bytes[(vectors.Length * Vector128<byte>.Count)..];
        }

        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        foreach (uint word in words)
            sum += word;
        bytes = bytes[(words.Length * sizeof(uint))..];
        if (bytes.Length >= 2)
        {
            sum += MemoryMarshal.Read<ushort>(bytes);
            bytes = bytes[2..];
        }

        // RFC 1071 section 4.1: an odd last byte is the first of a word whose other byte is zero.
        if (bytes.Length == 1)
            sum += BitConverter.IsLittleEndian ? bytes[0] : (uint)bytes[0] << 8;
        return (sum & uint.MaxValue) + (sum >> 32);
    }

    /// <summary>Adds a piece that begins <paramref name="offset"/> bytes into its packet, wherever that is: at an odd place the piece's own sum counts with its bytes swapped (RFC 1071 section 2 (B)).</summary>
    public static ulong Accumulate(ReadOnlySpan<byte> bytes, ulong sum, int offset) => (offset & 1) == 0
        ? Accumulate(bytes, sum)
        : sum + BinaryPrimitives.ReverseEndianness(Fold(Accumulate(bytes, 0)));

    /// <summary>Folds to 16 bits without complementing, in host order: what a checksum field holds when a device is to finish it.</summary>
    public static ushort Seed(ulong sum) => (ushort)~Finish(sum);

    /// <summary>Folds to 16 bits and complements; the result is in host order, to be written big-endian.</summary>
    public static ushort Finish(ulong sum)
    {
        ushort folded = Fold(sum);
        return (ushort)~(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded);
    }

    /// <summary>The sum of the pseudo header of UDP and TCP (RFC 768, RFC 9293 section 3.1): addresses, protocol, upper-layer length.</summary>
    public static ulong PseudoHeader(Ipv4Address source, Ipv4Address destination, IpProtocol protocol, int length)
    {
        ulong sum = (ulong)source.Value + destination.Value + (byte)protocol + (uint)length;
        ushort folded = Fold(sum);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded;
    }

    /// <summary>The checksum after one aligned 16-bit field changed (RFC 1624 equation 3). All values in host order.</summary>
    public static ushort Update(ushort checksum, ushort oldWord, ushort newWord) =>
        (ushort)~Fold((ulong)(ushort)~checksum + (ushort)~oldWord + newWord);

    /// <summary>The checksum after one aligned 32-bit field changed.</summary>
    public static ushort Update(ushort checksum, uint oldWord, uint newWord) =>
        Update(Update(checksum, (ushort)(oldWord >> 16), (ushort)(newWord >> 16)), (ushort)oldWord, (ushort)newWord);

    private static ushort Fold(ulong sum)
    {
        sum = (sum & 0xffff_ffff) + (sum >> 32);
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)((sum & 0xffff) + (sum >> 16));
    }
}
