namespace DSoftBus.Runtime.Init;

/// <summary>A route query: an endpoint's name, or <c>@reply</c> for the caller's own inbox, and an optional nonce.</summary>
public readonly record struct RouteQuery(string Name, uint? Nonce);
