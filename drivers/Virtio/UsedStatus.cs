namespace DSoftBus.Drivers.Virtio;

/// <summary>What <see cref="Virtqueue.TryComplete"/> found in the used ring.</summary>
public enum UsedStatus : byte
{
    /// <summary>A slot came back.</summary>
    Completed,

    /// <summary>A slot came back, but the device claims to have written more than the slot holds. The slot is free again; its bytes mean nothing.</summary>
    BadLength,

    /// <summary>Nothing came back.</summary>
    Empty,

    /// <summary>The ring is corrupt (an index or an identifier that cannot be); the queue stays so until the device is reset and the queue made anew.</summary>
    Corrupt,
}
