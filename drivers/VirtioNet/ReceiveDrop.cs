namespace DSoftBus.Drivers.VirtioNet;

/// <summary>Why a received frame was dropped; see the counters of the same names.</summary>
internal enum ReceiveDrop : byte
{
    Short,
    Oversized,
    BadLength,
    BadCount,
    BadOffload,
    NoBuffer,
}
