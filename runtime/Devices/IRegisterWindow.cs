namespace DSoftBus.Runtime.Devices;

/// <summary>The memory-mapped registers of one device, and nothing beside them: what an MMIO capability gives its holder.</summary>
/// <remarks>
/// Every access is exactly one load or store of the stated width and is never reordered or elided.
/// An offset outside the window, or one that is not a multiple of the width, is a defect of the driver and throws.
/// </remarks>
public interface IRegisterWindow
{
    /// <summary>Size of the window in bytes.</summary>
    int Length { get; }

    byte Read8(int offset);

    ushort Read16(int offset);

    uint Read32(int offset);

    void Write32(int offset, uint value);
}
