namespace DSoftBus.Qemu.Bench.Network;

/// <summary>What one boot of a guest gave.</summary>
/// <param name="To">Bulk data to the guest, Mbit/s.</param>
/// <param name="From">Bulk data from the guest, Mbit/s.</param>
/// <param name="PingPong">64 bytes there and back, mean in microseconds.</param>
/// <param name="Connections">Connections per second, 32 in flight.</param>
public readonly record struct NetworkValues(double To, double From, double PingPong, double Connections);
