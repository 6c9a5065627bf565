using DSoftBus.Net.Devices;
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

    private sealed class Source(IEntropy entropy, string purpose, ulong seed) : IRandomSource
    {
        private readonly SeededRandom _predictable = new(seed);

        public void Fill(Span<byte> destination)
        {
            if (entropy.IsAvailable)
                entropy.For(purpose).Fill(destination);
            else
                _predictable.Fill(destination);
        }
    }
}
