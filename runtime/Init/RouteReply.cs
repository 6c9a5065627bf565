namespace DSoftBus.Runtime.Init;

/// <summary>The caller's slots for a route; 0 for none.</summary>
public readonly record struct RouteReply(RouteStatus Status, uint SendSlot, uint ReceiveSlot, uint? Nonce);
