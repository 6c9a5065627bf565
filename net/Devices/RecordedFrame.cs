using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>A frame as its sender put it on a simulated link, before any fault.</summary>
public readonly record struct RecordedFrame(Instant Time, int Port, byte[] Bytes);
