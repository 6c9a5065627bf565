namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>What came in on the discovery socket.</summary>
/// <param name="Received">False when the socket is gone.</param>
/// <param name="Length">Bytes in the caller's buffer.</param>
/// <param name="Source">The sender's IPv4 address as a number.</param>
public readonly record struct GroupDatagram(bool Received, int Length, uint Source);
