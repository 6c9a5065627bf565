using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Calls;

/// <summary>getrandom, and our call that adds entropy from a device.</summary>
internal static unsafe class EntropyCalls
{
    private const ulong LargestAddition = 256;
    private const ulong Chunk = 256;

    private struct Buffer
    {
        public fixed byte Bytes[(int)Chunk];
    }

    private static Buffer _buffer;

    /// <summary>getrandom; never waits, all flags mean the same.</summary>
    public static long Random(ulong address, ulong length)
    {
        fixed (byte* bytes = _buffer.Bytes)
        {
            for (ulong done = 0; done < length; done += Chunk)
            {
                ulong part = length - done < Chunk ? length - done : Chunk;
                RandomGenerator.Fill(bytes, (int)part);
                if (!ProgramMemory.TryCopyOut(address + done, bytes, part))
                    return Error.BadAddress;
            }
        }

        _buffer = default;
        return (long)length;
    }

    /// <summary>ENTROPY_ADD (0x1006): at most 256 bytes, mixed into the generator's key.</summary>
    public static long Add(ulong address, ulong length)
    {
        if (length is 0 or > LargestAddition)
            return Error.InvalidArgument;
        fixed (byte* bytes = _buffer.Bytes)
        {
            if (!ProgramMemory.TryCopyIn(bytes, address, length))
                return Error.BadAddress;
            RandomGenerator.Mix(bytes, (int)length);
        }

        _buffer = default;
        return 0;
    }
}
