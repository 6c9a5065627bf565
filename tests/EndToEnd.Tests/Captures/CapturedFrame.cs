namespace DSoftBus.Tests.EndToEnd.Captures;

/// <summary>One Ethernet frame of a capture, in the order in which the cable carried it.</summary>
/// <param name="Interface">The capture interface: the port on which the frame entered the cable.</param>
/// <param name="Bytes">The whole frame without its check sequence.</param>
public sealed record CapturedFrame(int Interface, byte[] Bytes);
