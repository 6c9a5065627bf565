namespace DSoftBus.Image.Checks.Attacks;

/// <summary>A system call with values out of range.</summary>
/// <param name="Number">The call.</param>
/// <param name="Name">Its name and what is wrong.</param>
/// <param name="Expected">Its result: a negative errno, or what it answers because the value does not matter.</param>
/// <param name="Arguments">All arguments.</param>
internal sealed record CallValue(int Number, string Name, int Expected, params long[] Arguments);
