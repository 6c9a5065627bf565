namespace DSoftBus.Drivers.Virtio;

/// <summary>One piece of a chain: <paramref name="Length"/> bytes at physical <paramref name="Address"/>, what one descriptor says.</summary>
public readonly record struct QueuePart(ulong Address, int Length);
