namespace DSoftBus.Qemu.Bench.Stacks;

/// <summary>One row of the table of TCP/IP stacks: ours and the peer that it is measured by.</summary>
/// <param name="Peer">Name of the peer's variant.</param>
/// <param name="Values">Ours, and the peer in the place of the other side.</param>
public sealed record StackRow(string Peer, Comparison Values);
