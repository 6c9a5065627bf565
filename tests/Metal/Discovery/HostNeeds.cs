using Microsoft.CodeAnalysis;

namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>Follows a test through the code of its own project to the first thing that only the host has.</summary>
/// <remarks>
/// A call through an interface counts as a call of every type that the test constructs. What the search misses is not lost: such
/// a test runs in the guest and fails there.
/// </remarks>
internal sealed class HostNeeds(Compilation compilation)
{
    private readonly SymbolUses _uses = new(compilation);

    /// <summary>The first need found, or null when the test can run on the bare machine.</summary>
    public HostNeed? Of(IMethodSymbol test)
    {
        var visited = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<ISymbol>();
        Visit(test);
        foreach (var member in RowReader.Members(test))
            Visit(member);
        foreach (var constructor in test.ContainingType.InstanceConstructors)
            Visit(constructor);
        while (pending.Count > 0)
        {
            foreach (var used in _uses.Of(pending.Dequeue()))
            {
                var type = used as INamedTypeSymbol ?? used.ContainingType;
                if (type is not null && HostNeed.OfType(type.OriginalDefinition) is { } need)
                    return need;
                if (used is not INamedTypeSymbol)
                    Visit(used.OriginalDefinition);
            }
        }

        return null;

        void Visit(ISymbol symbol)
        {
            if (symbol is IMethodSymbol { AssociatedSymbol: { } owner })
                symbol = owner;
            if (!SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly) || !visited.Add(symbol))
                return;
            pending.Enqueue(symbol);
            if (symbol.ContainingType is not { } type)
                return;
            foreach (var implied in Implied(symbol, type))
                Visit(implied);
        }
    }

    // A type's static initialisers run before its first use; an object brings its fields' initialisers and all that can be called through a base type.
    private static IEnumerable<ISymbol> Implied(ISymbol symbol, INamedTypeSymbol type)
    {
        bool constructs = symbol is IMethodSymbol { MethodKind: MethodKind.Constructor };
        foreach (var member in type.GetMembers())
        {
            bool isInitialised = member is IFieldSymbol || member is IPropertySymbol property && SymbolUses.IsInitialised(property);
            bool isStaticConstructor = member is IMethodSymbol { MethodKind: MethodKind.StaticConstructor };
            if ((isInitialised || isStaticConstructor) && member.IsStatic && (symbol.IsStatic || constructs))
                yield return member;
            if (constructs && !member.IsStatic && (isInitialised || member.IsOverride || Implements(type, member)))
                yield return member;
        }

        if (constructs && type.BaseType is { } parent)
        {
            foreach (var constructor in parent.InstanceConstructors)
                yield return constructor;
        }
    }

    private static bool Implements(INamedTypeSymbol type, ISymbol member)
        => member is IMethodSymbol or IPropertySymbol
            && type.AllInterfaces.SelectMany(static face => face.GetMembers())
                .Any(slot => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(slot), member));
}
