using System.Buffers.Binary;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp.Opening;

/// <summary>
/// SYN cookies (RFC 4987 section 3.6): everything that a half-open connection would hold is in the initial sequence number that the peer
/// sends back, under a keyed hash. Nothing is kept per cookie; two keys, of this period and of the one before, are all the state.
/// </summary>
/// <remarks><code>
///  31       30    28 27                              0
/// | period | size   | hash of tuple, peer's ISN, size |
/// </code></remarks>
internal sealed class SynCookies(IRandomSource source)
{
    /// <summary>The coarse counter; a cookie is good for the rest of its period and for the next one.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(64);

    private const uint HashMask = 0x0fff_ffff;

    // What SYNs offer, rounded down: our own smallest, the default, tunnels, PPPoE, Ethernet (RFC 9293 section 3.7.1).
    private static readonly ushort[] Sizes = [88, 216, 536, 1024, 1220, 1360, 1440, 1460];

    private readonly SipHash[] _hashes = new SipHash[2];
    private readonly long[] _periods = [-1, -1];

    /// <summary>Makes a cookie.</summary>
    /// <param name="key">The connection it is for.</param>
    /// <param name="peer">The peer's initial sequence number.</param>
    /// <param name="segmentSize">The text per segment that the peer's SYN allows; at least 88.</param>
    /// <param name="now">The time.</param>
    /// <param name="timestampOffset">For the timestamps of this connection.</param>
    /// <returns>Our initial sequence number.</returns>
    public SequenceNumber Make(TcpKey key, SequenceNumber peer, int segmentSize, Instant now, out uint timestampOffset)
    {
        long period = PeriodOf(now);
        int slot = (int)(period & 1);
        if (_periods[slot] != period)
        {
            _hashes[slot] = SipHash.Draw(source);
            _periods[slot] = period;
        }

        int size = Sizes.Length - 1;
        while (size > 0 && Sizes[size] > segmentSize)
            size--;
        return new SequenceNumber(Compose(slot, size, key, peer, out timestampOffset));
    }

    /// <summary>Whether a cookie of now or before may still come back: without one nothing needs to be computed.</summary>
    public bool AnyValid(Instant now) => IsValid(0, now) || IsValid(1, now);

    /// <summary>Reads a cookie back; false for one that was not made here for this connection, or too long ago.</summary>
    public bool TryRead(TcpKey key, SequenceNumber peer, SequenceNumber cookie, Instant now, out ushort segmentSize, out uint timestampOffset)
    {
        int slot = (int)(cookie.Value >> 31);
        int size = (int)(cookie.Value >> 28) & 7;
        segmentSize = Sizes[size];
        timestampOffset = 0;
        return IsValid(slot, now) && Compose(slot, size, key, peer, out timestampOffset) == cookie.Value;
    }

    private static long PeriodOf(Instant now) => now.Nanoseconds / Period.Ticks / TimeSpan.NanosecondsPerTick;

    private bool IsValid(int slot, Instant now) => _periods[slot] >= 0 && PeriodOf(now) - _periods[slot] is 0 or 1;

    private uint Compose(int slot, int size, TcpKey key, SequenceNumber peer, out uint timestampOffset)
    {
        Span<byte> bytes = stackalloc byte[TcpKey.Length + sizeof(uint) + 1];
        key.Write(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[TcpKey.Length..], peer.Value);
        bytes[^1] = (byte)size;
        ulong hash = _hashes[slot].Of(bytes);
        timestampOffset = (uint)(hash >> 32);
        return (uint)slot << 31 | (uint)size << 28 | ((uint)hash & HashMask);
    }
}
