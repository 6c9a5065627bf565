using DSoftBus.Net.Devices;

namespace DSoftBus.Tests.Oracle.Runner.Commands;

/// <summary>An endless stream of octets that a number determines: what a writer writes.</summary>
internal sealed class Octets(long seed)
{
    private readonly SeededRandom _random = new((ulong)seed);

    /// <summary>The next octets. Ends that fill pieces of other sizes get other octets; the digest tells what was written.</summary>
    public void Fill(Span<byte> destination) => _random.Fill(destination);
}
