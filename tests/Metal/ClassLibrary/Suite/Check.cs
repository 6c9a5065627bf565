namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>One check: what it computes is one line of the transcript.</summary>
/// <param name="Name">Says what the values should be; unique within the area.</param>
/// <param name="Body">Gives the values as text; must be the same on every run.</param>
internal sealed record Check(string Name, Func<string> Body);
