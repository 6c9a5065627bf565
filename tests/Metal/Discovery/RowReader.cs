using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>The rows of a theory: inline data as C# text, member data as the expression that gives it.</summary>
internal static class RowReader
{
    private const string Inline = "Xunit.InlineDataAttribute";
    private const string Member = "Xunit.MemberDataAttribute";
    private const string AnyData = "Xunit.Sdk.DataAttribute";

    /// <summary>Null when every data attribute is one that this reader knows.</summary>
    public static string? UnknownSource(IMethodSymbol method)
        => method.GetAttributes()
            .Where(static attribute => IsData(attribute) && NameOf(attribute) is not (Inline or Member))
            .Select(static attribute => $"data of {attribute.AttributeClass!.Name}")
            .FirstOrDefault();

    /// <summary>Each row's arguments, one text per parameter.</summary>
    public static IEnumerable<string[]> InlineRows(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes().Where(static attribute => NameOf(attribute) == Inline))
        {
            // "params object[]": a single null arrives as no array at all.
            var given = attribute.ConstructorArguments[0];
            var values = given.IsNull ? [given] : given.Values.ToArray();
            yield return Arguments(method, values);
        }
    }

    /// <summary>Expressions whose values are sequences of rows.</summary>
    public static IEnumerable<string> MemberRows(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes().Where(static attribute => NameOf(attribute) == Member))
        {
            var named = attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "MemberType").Value;
            var type = named.Value as ITypeSymbol ?? method.ContainingType;
            string member = (string)attribute.ConstructorArguments[0].Value!;
            string expression = $"{CSharpText.Type(type)}.{member}";
            if (type.GetMembers(member).OfType<IMethodSymbol>().FirstOrDefault() is { } function)
                expression += $"({string.Join(", ", Arguments(function, [.. attribute.ConstructorArguments[1].Values]))})";
            yield return expression;
        }
    }

    /// <summary>The member that a data attribute names, for the search for what the host must give.</summary>
    public static IEnumerable<ISymbol> Members(IMethodSymbol method)
        => method.GetAttributes().Where(static attribute => NameOf(attribute) == Member).SelectMany(attribute =>
        {
            var named = attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "MemberType").Value;
            return (named.Value as ITypeSymbol ?? method.ContainingType).GetMembers((string)attribute.ConstructorArguments[0].Value!);
        });

    private static string[] Arguments(IMethodSymbol method, TypedConstant[] values)
    {
        var texts = new List<string>();
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            var parameter = method.Parameters[i];
            bool spread = parameter.IsParams && !(values.Length == i + 1 && values[i].Kind == TypedConstantKind.Array);
            if (spread)
                texts.Add(CSharpText.Array(((IArrayTypeSymbol)parameter.Type).ElementType, values.Skip(i)));
            else if (i < values.Length)
                texts.Add(CSharpText.Constant(parameter.Type, values[i]));
            else
                texts.Add(parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is { } value
                    ? $"({CSharpText.Type(parameter.Type)})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})"
                    : $"default({CSharpText.Type(parameter.Type)})");
        }

        return [.. texts];
    }

    private static string NameOf(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() ?? "";

    private static bool IsData(AttributeData attribute)
    {
        for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
        {
            if (type.ToDisplayString() == AnyData)
                return true;
        }

        return false;
    }
}
