using DSoftBus.Runtime.Devices;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>The mapped registers of one device: the MMIO capability of its driver.</summary>
internal sealed class Mmio(nint address, int length) : IRegisterWindow
{
    public int Length => length;

    public byte Read8(int offset) => GuestInterop.Read8(At(offset, sizeof(byte)));

    public ushort Read16(int offset) => GuestInterop.Read16(At(offset, sizeof(ushort)));

    public uint Read32(int offset) => GuestInterop.Read32(At(offset, sizeof(uint)));

    public void Write32(int offset, uint value) => GuestInterop.Write32(At(offset, sizeof(uint)), value);

    private nint At(int offset, int width)
    {
        if ((uint)offset > (uint)(length - width) || offset % width != 0)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"Not a {width}-byte register of a window of {length} bytes.");
        return address + offset;
    }
}
