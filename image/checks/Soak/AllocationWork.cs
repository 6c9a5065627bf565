namespace DSoftBus.Image.Checks.Soak;

/// <summary>Live data of every kind, each block filled with its own byte and looked at when it is given up: small, large, pinned, with finalizers.</summary>
internal sealed unsafe class AllocationWork(SoakState state, SoakCounter blocks)
{
    private const int Small = 512;
    private const int Large = 2;
    private const int Pinned = 8;
    private const int LargeEvery = 400;
    private const int PinnedEvery = 50;
    private const int FinalizableEvery = 10;

    private static long _created;
    private static long _finalized;

    private readonly byte[]?[] _small = new byte[Small][];
    private readonly byte[]?[] _large = new byte[Large][];
    private readonly (byte[] Block, nint Address)[] _pinned = new (byte[], nint)[Pinned];

    public void Run(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; !state.IsStopping; i++)
        {
            Replace(ref _small[random.Next(Small)], random.Next(16, 2000), (byte)i);
            if (i % LargeEvery == 0)
                Replace(ref _large[random.Next(Large)], random.Next(90_000, 300_000), (byte)i);
            if (i % PinnedEvery == 0)
                ReplacePinned(random.Next(Pinned), random.Next(16, 1000), (byte)i);
            if (i % FinalizableEvery == 0)
            {
                Interlocked.Increment(ref _created);
                _ = new Finalizable((byte)i);
            }

            blocks.Add();
        }

        foreach (byte[]? block in _small.Concat(_large))
            Check(block);
    }

    /// <summary>After all was collected every finalizer has run exactly once, but for objects that a stale stack word still holds.</summary>
    public static void CheckFinalizers(SoakState state)
    {
        long created = Volatile.Read(ref _created);
        long finalized = Volatile.Read(ref _finalized);
        if (finalized > created || finalized < created - 16)
            state.Fail($"{created} objects with finalizers were made, {finalized} finalized");
    }

    private void Replace(ref byte[]? place, int length, byte value)
    {
        Check(place);
        byte[] block = new byte[length];
        if (block.AsSpan().ContainsAnyExcept((byte)0))
            state.Fail("a new block is not zero");
        block.AsSpan().Fill(value);
        place = block;
    }

    private void ReplacePinned(int index, int length, byte value)
    {
        (byte[]? block, nint address) = _pinned[index];
        Check(block);
        if (block is not null && AddressOf(block) != address)
            state.Fail("a pinned block moved");
        block = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        block.AsSpan().Fill(value);
        _pinned[index] = (block, AddressOf(block));
    }

    private void Check(byte[]? block)
    {
        if (block is not null && block.AsSpan().ContainsAnyExcept(block[0]))
            state.Fail($"a live block of {block.Length} bytes changed");
    }

    private static nint AddressOf(byte[] block)
    {
        fixed (byte* address = block)
            return (nint)address;
    }

    private sealed class Finalizable(byte value)
    {
        private readonly byte _value = value;
        private readonly byte _again = value;

        ~Finalizable()
        {
            if (_value == _again)
                Interlocked.Increment(ref _finalized);
        }
    }
}
