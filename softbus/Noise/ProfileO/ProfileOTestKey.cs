namespace DSoftBus.Softbus.Noise.ProfileO;

/// <summary>The bring-up keys of noise-xk.md section 3: public constants, never secure, for compatibility tests only.</summary>
public static class ProfileOTestKey
{
    /// <param name="secret">32 bytes, written.</param>
    public static void Derive(byte tag, ushort port, Span<byte> secret)
    {
        secret[0] = tag;
        secret[1] = (byte)(port >> 8);
        secret[2] = (byte)port;
        int product = (tag * port) & 0xffff;
        for (int i = 3; i < 32; i++)
            secret[i] = (byte)(product + i);
    }
}
