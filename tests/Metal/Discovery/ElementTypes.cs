using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>
/// The value types that our assertions look for in collections. xunit.assert makes its code for them at run time; a program
/// compiled ahead of time has only what the compiler has seen, so that the generated class names each once.
/// </summary>
internal static class ElementTypes
{
    private const string Assert = "Xunit.Assert";

    public static bool IsCandidate(SyntaxNode node)
        => node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.Text: "Assert" } or MemberAccessExpressionSyntax { Name.Identifier.Text: "Assert" } } };

    /// <summary>Element types of all collections among an assertion's arguments: as C#, a tabulator, and as reflection names them.</summary>
    public static IEnumerable<string> Of(GeneratorSyntaxContext context, CancellationToken cancel)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (context.SemanticModel.GetSymbolInfo(call, cancel).Symbol is not IMethodSymbol method || method.ContainingType?.ToDisplayString() != Assert)
            return [];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var argument in call.ArgumentList.Arguments)
        {
            var info = context.SemanticModel.GetTypeInfo(argument.Expression, cancel);
            Collect(info.Type, found);
            Collect(info.ConvertedType, found);
        }

        return found;
    }

    private static void Collect(ITypeSymbol? type, SortedSet<string> found)
    {
        if (type is null)
            return;
        foreach (var face in type.AllInterfaces.Concat(type is INamedTypeSymbol self ? [self] : []))
        {
            if (face.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
                Add(face.TypeArguments[0], found);
        }

        AddParts(type, found);
    }

    private static void Add(ITypeSymbol element, SortedSet<string> found)
    {
        if (element.IsReferenceType && element.SpecialType != SpecialType.System_String)
            Collect(element, found);
        else if (element.IsValueType && CanBeNamed(element) && found.Add($"{CSharpText.Type(element)}\t{CSharpText.ReflectionName(element)}"))
            AddParts(element, found);
    }

    // Tuples and pairs are compared part by part.
    private static void AddParts(ITypeSymbol type, SortedSet<string> found)
    {
        if (type is not INamedTypeSymbol { IsValueType: true } named)
            return;
        foreach (var part in named.TypeArguments)
            Add(part, found);
    }

    private static bool CanBeNamed(ITypeSymbol type)
        => type.TypeKind != TypeKind.TypeParameter && !type.IsAnonymousType && !type.IsRefLikeType
            && type is INamedTypeSymbol or IArrayTypeSymbol && IsOpen(type.DeclaredAccessibility) && (type.ContainingType is null || CanBeNamed(type.ContainingType))
            && (type is not IArrayTypeSymbol array || CanBeNamed(array.ElementType))
            && (type is not INamedTypeSymbol named || named.TypeArguments.All(CanBeNamed));

    private static bool IsOpen(Accessibility access)
        => access is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable;
}
