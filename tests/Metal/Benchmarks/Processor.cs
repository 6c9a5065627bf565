namespace DSoftBus.Tests.Metal.Benchmarks;

/// <summary>What needs no kernel: here both guests should be equal.</summary>
internal static class Processor
{
    private static readonly byte[] Source = new byte[65536];
    private static readonly byte[] Target = new byte[65536];

    /// <summary>Where results go, so that no work is optimised away.</summary>
    public static uint Result { get; private set; }

    /// <summary>Shifts and exclusive-ors: the control, whose ratio says how equal the two machines were.</summary>
    public static void Count(int count)
    {
        uint state = 0x1234_5678;
        for (int i = 0; i < count; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
        }

        Result = state;
    }

    public static void CopyFrames(int count)
    {
        for (int i = 0; i < count; i++)
            Source.AsSpan(0, 1500).CopyTo(Target);
    }

    public static void CopyBlocks(int count)
    {
        for (int i = 0; i < count; i++)
            Source.AsSpan().CopyTo(Target);
    }

    public static void ThrowAndCatch(int count)
    {
        for (int i = 0; i < count; i++)
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
                Result++;
            }
        }
    }
}
