namespace DSoftBus.Qemu.Capture;

/// <summary>One frame of a capture.</summary>
/// <param name="Number">Position in the file, from 1, as other tools count.</param>
/// <param name="Interface">Name of the port where it entered the cable.</param>
/// <param name="Time">When, UTC; resolution 100 ns.</param>
/// <param name="Bytes">Ethernet frame without FCS.</param>
public sealed record CapturedFrame(int Number, string Interface, DateTimeOffset Time, ReadOnlyMemory<byte> Bytes);
