namespace DSoftBus.Net.Devices;

/// <summary>Losses that come in bursts (Gilbert 1960, Elliott 1963): a direction is well or in a burst, and may change with each frame.</summary>
/// <param name="Begin">Probability that a frame begins a burst, 0..1.</param>
/// <param name="End">Probability that a frame ends it and passes, 0..1; a burst is 1 / <paramref name="End"/> frames long on average.</param>
/// <param name="Loss">Probability that a frame within a burst is lost, 0..1.</param>
/// <remarks>Of all frames, <c>Begin / (Begin + End) * Loss</c> are lost.</remarks>
public readonly record struct BurstLoss(double Begin, double End, double Loss = 1);
