namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>One method with a test attribute, as text: equal texts need no new source.</summary>
internal sealed class DiscoveredTest : IEquatable<DiscoveredTest>
{
    private DiscoveredTest(string name, string code, string entries, string kind, string reason)
        => (Name, Code, Entries, Kind, Reason) = (name, code, entries, kind, reason);

    /// <summary>Class and method with their namespace, as the runner on the host names them.</summary>
    public string Name { get; }

    /// <summary>The method that makes the class, calls the test and disposes; its name is <see cref="MethodMark"/> until it has a number.</summary>
    public string Code { get; }

    /// <summary>The statements that put its cases on the list, with the same mark.</summary>
    public string Entries { get; }

    /// <summary>Why it stays on the host, as a member of <c>LeftOutKind</c>; empty for a test that runs in the guest.</summary>
    public string Kind { get; }

    public string Reason { get; }

    public bool Runs => Kind.Length == 0;

    /// <summary>Stands for the name of the generated method.</summary>
    public static string MethodMark => "\u00a7";

    public static DiscoveredTest Case(string name, string code, string entries) => new(name, code, entries, "", "");

    public static DiscoveredTest LeftOut(string name, string kind, string reason) => new(name, "", "", kind, reason);

    public bool Equals(DiscoveredTest? other)
        => other is not null && (Name, Code, Entries, Kind, Reason) == (other.Name, other.Code, other.Entries, other.Kind, other.Reason);

    public override bool Equals(object? other) => Equals(other as DiscoveredTest);

    public override int GetHashCode() => Name.GetHashCode();
}
