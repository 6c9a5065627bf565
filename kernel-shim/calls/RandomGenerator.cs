using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Calls;

/// <summary>Random bytes: ChaCha20 (RFC 8439 section 2.3) whose key is replaced by its own output after every use.</summary>
/// <remarks>Seeded from RDRAND where the CPU has it and from the jitter of the time-stamp counter; a driver adds more with ENTROPY_ADD.</remarks>
internal static unsafe class RandomGenerator
{
    private const int KeyWords = 8;
    private const int BlockWords = 16;
    private const int Rounds = 10;
    private const int JitterReadings = 256;

    private struct State
    {
        public fixed uint Key[KeyWords];
        public fixed uint Block[BlockWords];
    }

    private static State _state;

    /// <summary>Whether RDRAND contributed.</summary>
    public static bool HasHardwareSource { get; private set; }

    public static void Initialize()
    {
        HasHardwareSource = CpuFeatures.HasRandom;
        for (int i = 0; i < JitterReadings; i++)
            Absorb(i, Cpu.ReadTimeStamp());
        for (int i = 0; HasHardwareSource && i < KeyWords; i++)
        {
            ulong value;
            if (Cpu.ReadRandom(&value) != 0)
                Absorb(i, value);
        }

        Rekey();
    }

    /// <summary>Mixes bytes into the key; they can add to what is unknown about it, never take away.</summary>
    public static void Mix(byte* bytes, int length)
    {
        for (int i = 0; i < length; i++)
        {
            int word = (i / 4) & (KeyWords - 1);
            _state.Key[word] ^= (uint)bytes[i] << (i % 4 * 8);
            if (i % 32 == 31)
                Rekey();
        }

        Absorb(0, Cpu.ReadTimeStamp());
        Rekey();
    }

    public static void Fill(byte* destination, int length)
    {
        fixed (uint* block = _state.Block)
        {
            uint counter = 1;
            for (int i = 0; i < length; i++)
            {
                if (i % (BlockWords * 4) == 0)
                    Generate(counter++);
                destination[i] = ((byte*)block)[i % (BlockWords * 4)];
            }
        }

        Absorb(length, Cpu.ReadTimeStamp());
        Rekey();
    }

    private static void Absorb(int position, ulong value)
    {
        _state.Key[position & (KeyWords - 1)] ^= (uint)value;
        _state.Key[(position + 1) & (KeyWords - 1)] ^= (uint)(value >> 32);
        if ((position & (KeyWords - 1)) == KeyWords - 1)
            Rekey();
    }

    /// <summary>Replaces the key by output of the old one, so that earlier output cannot be recomputed.</summary>
    private static void Rekey()
    {
        Generate(0);
        for (int i = 0; i < KeyWords; i++)
            _state.Key[i] = _state.Block[i];
        for (int i = 0; i < BlockWords; i++)
            _state.Block[i] = 0;
    }

    /// <summary>One block of key stream with nonce 0 into <c>Block</c>.</summary>
    private static void Generate(uint counter)
    {
        fixed (uint* block = _state.Block, key = _state.Key)
        {
            Begin(block, key, counter);
            for (int round = 0; round < Rounds; round++)
            {
                for (int column = 0; column < 4; column++)
                    Quarter(block, column, column + 4, column + 8, column + 12);
                for (int diagonal = 0; diagonal < 4; diagonal++)
                    Quarter(block, diagonal, ((diagonal + 1) & 3) + 4, ((diagonal + 2) & 3) + 8, ((diagonal + 3) & 3) + 12);
            }

            block[0] += 0x6170_7865;
            block[1] += 0x3320_646e;
            block[2] += 0x7962_2d32;
            block[3] += 0x6b20_6574;
            for (int i = 0; i < KeyWords; i++)
                block[4 + i] += key[i];
            block[12] += counter;
        }
    }

    private static void Begin(uint* block, uint* key, uint counter)
    {
        block[0] = 0x6170_7865; // "expand 32-byte k"
        block[1] = 0x3320_646e;
        block[2] = 0x7962_2d32;
        block[3] = 0x6b20_6574;
        for (int i = 0; i < KeyWords; i++)
            block[4 + i] = key[i];
        block[12] = counter;
        block[13] = 0;
        block[14] = 0;
        block[15] = 0;
    }

    private static void Quarter(uint* block, int a, int b, int c, int d)
    {
        block[a] += block[b];
        block[d] = Rotate(block[d] ^ block[a], 16);
        block[c] += block[d];
        block[b] = Rotate(block[b] ^ block[c], 12);
        block[a] += block[b];
        block[d] = Rotate(block[d] ^ block[a], 8);
        block[c] += block[d];
        block[b] = Rotate(block[b] ^ block[c], 7);
    }

    private static uint Rotate(uint value, int bits) => (value << bits) | (value >> (32 - bits));
}
