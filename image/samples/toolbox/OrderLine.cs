namespace DSoftBus.Toolbox;

/// <summary>One line of an <see cref="Order"/>.</summary>
/// <param name="Article">What.</param>
/// <param name="Count">How many.</param>
/// <param name="Price">Of one, in euro.</param>
internal sealed record OrderLine(string Article, int Count, decimal Price);
