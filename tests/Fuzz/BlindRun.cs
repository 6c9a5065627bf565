using System.Diagnostics;

namespace DSoftBus.Fuzz;

/// <summary>A bounded run without coverage, for machines without AFL++: changed, spliced and random inputs from the corpus, by a seed.</summary>
public static class BlindRun
{
    private const int MaximumLength = 4096;

    /// <returns>Inputs run; the input that broke a rule, if one did.</returns>
    public static (long Runs, byte[]? Crash, Exception? Cause) Run(IFuzzTarget target, IReadOnlyList<byte[]> corpus, TimeSpan time, int seed)
    {
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        long runs = 0;
        while (watch.Elapsed < time)
        {
            byte[] input = Next(corpus, random);
            try
            {
                target.Run(input);
            }
            catch (Exception cause)
            {
                return (runs, input, cause);
            }

            runs++;
        }

        return (runs, null, null);
    }

    /// <summary>One input: a member of the corpus with a few changes, or two of them joined, or noise.</summary>
    public static byte[] Next(IReadOnlyList<byte[]> corpus, Random random)
    {
        byte[] input = corpus.Count > 0 && random.Next(20) > 0 ? [.. corpus[random.Next(corpus.Count)]] : Noise(random, random.Next(200));
        if (corpus.Count > 0 && random.Next(8) == 0)
        {
            byte[] other = corpus[random.Next(corpus.Count)];
            input = [.. input.AsSpan(0, random.Next(input.Length + 1)), .. other.AsSpan(random.Next(other.Length + 1))];
        }

        for (int changes = random.Next(1, 9); changes > 0; changes--)
            input = Change(input, random);
        return input.Length > MaximumLength ? input[..MaximumLength] : input;
    }

    private static byte[] Change(byte[] input, Random random)
    {
        int at = random.Next(input.Length + 1);
        byte[] edges = [0, 1, 0x7f, 0x80, 0xff, 4, 8, 20, 40];
        switch (random.Next(6))
        {
            case 0 when at < input.Length:
                input[at] ^= (byte)(1 << random.Next(8));
                return input;
            case 1 when at < input.Length:
                input[at] = edges[random.Next(edges.Length)];
                return input;
            case 2 when at < input.Length:
                input[at] = (byte)random.Next(256);
                return input;
            case 3:
                return [.. input.AsSpan(0, at), .. Noise(random, random.Next(8)), .. input.AsSpan(at)];
            case 4:
                return [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(input.Length, at + random.Next(8)))];
            default:
                return input[..(random.Next(4) == 0 ? at : input.Length)];
        }
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
