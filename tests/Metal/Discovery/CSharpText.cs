using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>Types and attribute arguments as C# that compiles anywhere.</summary>
internal static class CSharpText
{
    public static string Type(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The name by which <c>Type.GetType</c> finds the type: <c>Space.Outer+Inner`1[[Argument, Assembly]], Assembly</c>.</summary>
    public static string ReflectionName(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            string element = ReflectionName(array.ElementType);
            return element.Insert(element.LastIndexOf(','), "[]");
        }

        var named = (INamedTypeSymbol)type;
        // A tuple with element names and a nullable are plain generic types.
        named = named.TupleUnderlyingType ?? named;
        string name = named.MetadataName;
        for (var outer = named.ContainingType; outer is not null; outer = outer.ContainingType)
            name = $"{outer.MetadataName}+{name}";
        if (!named.ContainingNamespace.IsGlobalNamespace)
            name = $"{named.ContainingNamespace.ToDisplayString()}.{name}";
        if (named.TypeArguments.Length > 0)
            name += $"[{string.Join(",", named.TypeArguments.Select(static argument => $"[{ReflectionName(argument)}]"))}]";
        return $"{name}, {named.ContainingAssembly.Name}";
    }

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Array(ITypeSymbol element, IEnumerable<TypedConstant> values)
        => $"new {Type(element)}[] {{ {string.Join(", ", values.Select(value => Constant(element, value)))} }}";

    /// <summary>The constant, converted to what the parameter wants; its own type stays visible under <c>object</c>.</summary>
    public static string Constant(ITypeSymbol wanted, TypedConstant value)
    {
        if (value.IsNull)
            return $"default({Type(wanted)})";
        string text = value.Kind switch
        {
            TypedConstantKind.Array => Array(((IArrayTypeSymbol)value.Type!).ElementType, value.Values),
            TypedConstantKind.Type => $"typeof({Type((ITypeSymbol)value.Value!)})",
            _ => $"({Type(value.Type!)})({Primitive(value.Value!)})",
        };
        return SymbolEqualityComparer.Default.Equals(wanted, value.Type) ? text : $"({Type(wanted)})({text})";
    }

    private static string Primitive(object value) => value switch
    {
        double number when double.IsNaN(number) => "double.NaN",
        double number when double.IsInfinity(number) => number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
        float number when float.IsNaN(number) || float.IsInfinity(number) => Primitive((double)number),
        ulong number => $"{SymbolDisplay.FormatPrimitive(number, true, false)}UL",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!,
    };
}
