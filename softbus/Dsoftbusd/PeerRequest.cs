namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>A request of the peer that waits for its turn.</summary>
/// <param name="Channel">Where it came in, and where its answer goes.</param>
/// <param name="Service">The channel number without the accepting side's offset.</param>
/// <param name="Payload">A copy.</param>
internal readonly record struct PeerRequest(uint Channel, uint Service, byte[] Payload);
