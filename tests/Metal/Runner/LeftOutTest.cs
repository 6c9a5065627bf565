namespace DSoftBus.Tests.Metal.Runner;

/// <summary>A test of the host that the guest does not run.</summary>
public sealed record LeftOutTest(string Name, LeftOutKind Kind, string Reason);
