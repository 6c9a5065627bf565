namespace DSoftBus.Qemu.Crash;

/// <summary>What entries of call-frame information share (a CIE: DWARF 5 section 6.4.1, LSB core 5.0 section 10.6.1.1.1).</summary>
/// <param name="CodeAlignment">Unit of advances.</param>
/// <param name="DataAlignment">Unit of offsets in bytes.</param>
/// <param name="PointerEncoding">How entries write addresses.</param>
/// <param name="HasAugmentation">Whether entries carry augmentation data.</param>
/// <param name="IsSignalFrame">Whether the caller was interrupted: its address is that of the next instruction, not of a return.</param>
/// <param name="Instructions">The instructions that come before an entry's own.</param>
internal sealed record CallFrameCommon(ulong CodeAlignment, long DataAlignment, byte PointerEncoding, bool HasAugmentation, bool IsSignalFrame, ReadOnlyMemory<byte> Instructions);
