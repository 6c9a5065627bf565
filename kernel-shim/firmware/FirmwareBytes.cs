namespace DSoftBus.KernelShim.Firmware;

/// <summary>Bytes of a table, little-endian. Reading is total: what lies beyond the end is 0.</summary>
internal readonly unsafe struct FirmwareBytes(byte* start, uint length)
{
    private readonly byte* _start = start;

    public uint Length { get; } = length;

    public uint U8(uint at) => at < Length ? _start[at] : 0u;

    public uint U16(uint at) => U8(at) | (U8(at + 1) << 8);

    public uint U32(uint at) => U16(at) | (U16(at + 2) << 16);

    public ulong U64(uint at) => U32(at) | ((ulong)U32(at + 4) << 32);

    /// <summary>Whether all bytes add up to 0 (ACPI 6.5 section 5.2.6).</summary>
    public bool HasGoodChecksum()
    {
        uint sum = 0;
        for (uint i = 0; i < Length; i++)
            sum += _start[i];
        return (sum & 0xff) == 0;
    }

    /// <summary>The first <paramref name="length"/> bytes, or all when there are fewer.</summary>
    public FirmwareBytes First(uint length) => new(_start, length < Length ? length : Length);
}
