using System.Buffers.Binary;
using DSoftBus.Runtime.Entropy;

namespace DSoftBus.Net.Devices;

/// <summary>SplitMix64: a repeatable stream from a seed, for simulated faults and other places where nothing depends on secrecy.</summary>
public sealed class SeededRandom(ulong seed) : IRandomSource
{
    private ulong _state = seed;

    public void Fill(Span<byte> destination)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Next());
            int count = Math.Min(destination.Length, word.Length);
            word[..count].CopyTo(destination);
            destination = destination[count..];
        }
    }

    public ulong Next()
    {
        ulong z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="limit"/> - 1; the bias below 2^-32 does not matter here.</summary>
    public int Below(int limit) => (int)((Next() >> 32) * (uint)limit >> 32);

    /// <summary>Zero up to that time, evenly, to the 100 ns of a <see cref="TimeSpan"/>; zero draws nothing.</summary>
    public TimeSpan Within(TimeSpan longest) =>
        longest > TimeSpan.Zero ? TimeSpan.FromTicks((long)Math.BigMul(Next(), (ulong)longest.Ticks + 1, out _)) : TimeSpan.Zero;

    /// <summary>True with that probability, 0..1. Zero draws nothing, so that a fault that is off does not shift the others.</summary>
    public bool Chance(double probability) => probability > 0 && (Next() >> 11) * (1.0 / (1UL << 53)) < probability;
}
