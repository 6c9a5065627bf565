namespace DSoftBus.Softbus.Traits;

/// <summary>The outcome of one read.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Count">Bytes written to the caller's buffer; at least 1 when <paramref name="Status"/> is <see cref="TransportStatus.Ok"/>, else 0.</param>
public readonly record struct TransportRead(TransportStatus Status, int Count);
