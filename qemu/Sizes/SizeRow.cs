namespace DSoftBus.Qemu.Sizes;

/// <summary>What one owner takes.</summary>
/// <param name="Owner">Room or package.</param>
/// <param name="FileBytes">Bytes that the image file holds.</param>
/// <param name="MemoryBytes">Bytes of the loaded image, those that start as zeros included.</param>
public sealed record SizeRow(SizeOwner Owner, ulong FileBytes, ulong MemoryBytes);
