namespace DSoftBus.Toolbox;

/// <summary>What a customer wants.</summary>
/// <param name="Number">Unique.</param>
/// <param name="Customer">A name with characters outside ASCII in the sample.</param>
/// <param name="Placed">In UTC.</param>
/// <param name="Lines">In the order of the form.</param>
internal sealed record Order(int Number, string Customer, DateTimeOffset Placed, IReadOnlyList<OrderLine> Lines);
