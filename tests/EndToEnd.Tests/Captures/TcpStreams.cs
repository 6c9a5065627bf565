using System.Buffers.Binary;

namespace DSoftBus.Tests.EndToEnd.Captures;

/// <summary>
/// The bytes that each direction of each TCP connection of a capture carried, put in order by sequence number (RFC 9293
/// section 3.4). Retransmissions must repeat the same bytes; a hole is an error.
/// </summary>
public static class TcpStreams
{
    /// <returns>Stream bytes by direction, keyed <c>source:port &gt; destination:port</c>.</returns>
    public static SortedDictionary<string, byte[]> Reassemble(IEnumerable<CapturedFrame> frames)
    {
        var directions = new Dictionary<string, Direction>();
        foreach (var frame in frames)
        {
            ReadOnlySpan<byte> bytes = frame.Bytes;
            if (bytes.Length < 54 || BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]) != 0x0800 || bytes[23] != 6)
                continue;
            var ip = bytes[14..];
            int headerLength = (ip[0] & 15) * 4;
            var tcp = ip[headerLength..BinaryPrimitives.ReadUInt16BigEndian(ip[2..])];
            string key = $"{Address(ip[12..])}:{BinaryPrimitives.ReadUInt16BigEndian(tcp)} > {Address(ip[16..])}:{BinaryPrimitives.ReadUInt16BigEndian(tcp[2..])}";
            if (!directions.TryGetValue(key, out var direction))
                directions[key] = direction = new Direction();
            uint sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]);
            bool isSyn = (tcp[13] & 2) != 0;
            if (isSyn)
                direction.First = sequence + 1;
            direction.Add(isSyn ? sequence + 1 : sequence, tcp[((tcp[12] >> 4) * 4)..], key);
        }

        return new SortedDictionary<string, byte[]>(directions.ToDictionary(pair => pair.Key, pair => pair.Value.Bytes(pair.Key)), StringComparer.Ordinal);
    }

    private static string Address(ReadOnlySpan<byte> bytes) => $"{bytes[0]}.{bytes[1]}.{bytes[2]}.{bytes[3]}";

    private sealed class Direction
    {
        private readonly SortedDictionary<uint, byte[]> _pieces = [];

        public uint? First { get; set; }

        public void Add(uint sequence, ReadOnlySpan<byte> payload, string key)
        {
            if (payload.IsEmpty || First is not { } first)
                return;
            uint offset = sequence - first;
            if (offset == uint.MaxValue)
                return; // A keep-alive repeats the byte before the first one (RFC 9293 section 3.8.4).
            if (_pieces.TryGetValue(offset, out var earlier))
            {
                int common = Math.Min(earlier.Length, payload.Length);
                if (!earlier.AsSpan(0, common).SequenceEqual(payload[..common]))
                    throw new InvalidDataException($"{key}: a retransmission at offset {offset} carries other bytes");
                if (earlier.Length >= payload.Length)
                    return;
            }

            _pieces[offset] = payload.ToArray();
        }

        public byte[] Bytes(string key)
        {
            var whole = new List<byte>();
            foreach (var (offset, piece) in _pieces)
            {
                if (offset > whole.Count)
                    throw new InvalidDataException($"{key}: bytes {whole.Count} to {offset} are missing");
                int overlap = whole.Count - (int)offset;
                if (overlap < piece.Length)
                    whole.AddRange(piece[overlap..]);
            }

            return [.. whole];
        }
    }
}
