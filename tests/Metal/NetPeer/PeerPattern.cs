namespace DSoftBus.Tests.Metal.NetPeer;

/// <summary>A sequence of bytes that both ends can make from a seed; no part of it repeats soon.</summary>
/// <param name="seed">Anything.</param>
public sealed class PeerPattern(uint seed)
{
    private uint _state = seed | 1;

    /// <summary>The next bytes of the sequence.</summary>
    public void Next(Span<byte> destination)
    {
        foreach (ref byte b in destination)
        {
            // Xorshift32 (G. Marsaglia, 2003).
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            b = (byte)_state;
        }
    }
}
