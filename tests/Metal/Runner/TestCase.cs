namespace DSoftBus.Tests.Metal.Runner;

/// <summary>One test with its arguments.</summary>
/// <param name="Name">Class and method with namespace, then the arguments, as the host's runner writes them.</param>
/// <param name="Body">Makes the class, runs the test and disposes; it throws when the test fails.</param>
public sealed record TestCase(string Name, Func<ValueTask> Body);
