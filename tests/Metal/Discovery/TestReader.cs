using Microsoft.CodeAnalysis;

namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>Decides about one test method: a case of the guest, or left out and why.</summary>
internal static class TestReader
{
    private const string HostOnly = "DSoftBus.Tests.Metal.Runner.HostOnlyAttribute";

    public static DiscoveredTest Read(IMethodSymbol method, AttributeData attribute, HostNeeds needs)
    {
        string name = $"{method.ContainingType.ToDisplayString()}.{method.Name}";
        if (MarkedReason(method) is { } marked)
            return DiscoveredTest.LeftOut(name, "Marked", marked);
        if (attribute.NamedArguments.Any(static argument => argument.Key == "Skip" && !argument.Value.IsNull))
            return DiscoveredTest.LeftOut(name, "Skipped", "skipped on the host too");
        if (needs.Of(method) is { } need)
            return DiscoveredTest.LeftOut(name, need.Kind, need.Reason);
        if (UnknownShape(method) is { } shape)
            return DiscoveredTest.LeftOut(name, "Shape", shape);
        return CaseWriter.Write(name, method);
    }

    private static string? MarkedReason(IMethodSymbol method)
        => method.GetAttributes().Concat(method.ContainingType.GetAttributes())
            .Where(static attribute => attribute.AttributeClass?.ToDisplayString() == HostOnly)
            .Select(static attribute => attribute.ConstructorArguments.Length == 1 ? attribute.ConstructorArguments[0].Value as string ?? "" : "")
            .FirstOrDefault();

    // What CaseWriter cannot say yet. None of our tests needs it; one that does shows up in the census test.
    private static string? UnknownShape(IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (method.IsGenericMethod || type.IsGenericType || type.IsAbstract && !type.IsStatic)
            return "generic or abstract";
        if (method.IsAsync && method.ReturnsVoid)
            return "async void";
        if (type.AllInterfaces.Any(static face => face.Name is "IClassFixture" or "ICollectionFixture"))
            return "a fixture";
        if (!method.IsStatic && !type.InstanceConstructors.Any(static constructor => constructor.Parameters.Length == 0))
            return "a constructor with parameters";
        return RowReader.UnknownSource(method);
    }
}
