using System.Buffers.Binary;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;

namespace DSoftBus.Net.Stack;

/// <summary>
/// Random values for protocols that must run even on a machine without entropy: from the machine's entropy whenever there is some,
/// else predictable ones derived from the hardware address. The latter keep two nodes apart and protect against nothing; keys never come from here.
/// </summary>
internal sealed class NetEntropy(IEntropy entropy, MacAddress hardware) : IEntropy
{
    private readonly Dictionary<string, IRandomSource> _sources = new(StringComparer.Ordinal);

    public bool IsAvailable => entropy.IsAvailable;

    public byte? TestSeed => entropy.TestSeed;

    public IRandomSource For(string purpose)
    {
        if (!_sources.TryGetValue(purpose, out var source))
            _sources.Add(purpose, source = new Source(entropy, purpose, Seed(purpose)));
        return source;
    }

    private ulong Seed(string purpose)
    {
        // FNV-1a over address and purpose.
        Span<byte> bytes = stackalloc byte[MacAddress.Length];
        hardware.CopyTo(bytes);
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in bytes)
            hash = (hash ^ value) * 0x100000001b3;
        foreach (char value in purpose)
            hash = (hash ^ value) * 0x100000001b3;
        return hash;
    }

    private sealed class Source(IEntropy entropy, string purpose, ulong state) : IRandomSource
    {
        private ulong _state = state;

        public void Fill(Span<byte> destination)
        {
            if (entropy.IsAvailable)
            {
                entropy.For(purpose).Fill(destination);
                return;
            }

            Span<byte> word = stackalloc byte[sizeof(ulong)];
            while (!destination.IsEmpty)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(word, Next());
                int count = Math.Min(destination.Length, word.Length);
                word[..count].CopyTo(destination);
                destination = destination[count..];
            }
        }

        /// <summary>SplitMix64: a permutation of a counter.</summary>
        private ulong Next()
        {
            ulong z = _state += 0x9e3779b97f4a7c15;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }
    }
}
