namespace DSoftBus.Net.Icmp;

/// <summary>State of an echo request; <paramref name="RoundTrip"/> is set when it was answered.</summary>
public readonly record struct EchoResult(EchoState State, TimeSpan RoundTrip);
