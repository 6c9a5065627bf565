using System.Text;
using Microsoft.CodeAnalysis;

namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>Writes a test as a method that does what xunit does: a new object per case, its initialisation, the call, its disposal.</summary>
internal static class CaseWriter
{
    public static DiscoveredTest Write(string name, IMethodSymbol method)
        => DiscoveredTest.Case(name, Body(method), method.Parameters.Length == 0 ? Fact(name) : Theory(name, method));

    private static string Fact(string name) => $"        list.Add({CSharpText.Literal(name)}, {DiscoveredTest.MethodMark});\n";

    private static string Theory(string name, IMethodSymbol method)
    {
        var text = new StringBuilder();
        foreach (string[] row in RowReader.InlineRows(method))
        {
            string values = string.Join(", ", row);
            text.Append($"        list.Add({CSharpText.Literal(name)}, [{Names(method)}], [{values}], static () => {DiscoveredTest.MethodMark}({values}));\n");
        }

        string unpacked = string.Join(", ", method.Parameters.Select(static (parameter, i) => $"({CSharpText.Type(parameter.Type)})row[{i}]"));
        foreach (string source in RowReader.MemberRows(method))
            text.Append($"        list.AddRows({CSharpText.Literal(name)}, [{Names(method)}], static () => {source}, static row => {DiscoveredTest.MethodMark}({unpacked}));\n");
        return text.ToString();
    }

    private static string Names(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(static parameter => CSharpText.Literal(parameter.Name)));

    private static string Body(IMethodSymbol method)
    {
        var type = method.ContainingType;
        bool waits = !method.ReturnsVoid;
        bool begins = Has(type, "Xunit.IAsyncLifetime");
        bool endsLater = !begins && Has(type, "System.IAsyncDisposable");
        bool ends = Has(type, "System.IDisposable");
        bool isAsync = waits || begins || endsLater;
        string target = method.IsStatic ? CSharpText.Type(type) : "test";

        var text = new StringBuilder();
        string parameters = string.Join(", ", method.Parameters.Select(static parameter => $"{CSharpText.Type(parameter.Type)} @{parameter.Name}"));
        text.Append($"    private static {(isAsync ? "async " : "")}global::System.Threading.Tasks.ValueTask {DiscoveredTest.MethodMark}({parameters})\n    {{\n");
        if (!method.IsStatic)
            text.Append($"        var test = new {CSharpText.Type(type)}();\n");
        text.Append("        try\n        {\n");
        if (!method.IsStatic && begins)
            text.Append("            await ((global::Xunit.IAsyncLifetime)test).InitializeAsync();\n");
        string arguments = string.Join(", ", method.Parameters.Select(static parameter => $"@{parameter.Name}"));
        text.Append($"            {(waits ? "await " : "")}{target}.{method.Name}({arguments});\n        }}\n        finally\n        {{\n");
        if (!method.IsStatic)
        {
            if (begins)
                text.Append("            await ((global::Xunit.IAsyncLifetime)test).DisposeAsync();\n");
            if (endsLater)
                text.Append("            await ((global::System.IAsyncDisposable)test).DisposeAsync();\n");
            if (ends)
                text.Append("            ((global::System.IDisposable)test).Dispose();\n");
        }

        text.Append("        }\n\n");
        if (!isAsync)
            text.Append("        return default;\n");
        return text.Append("    }\n\n").ToString();
    }

    private static bool Has(ITypeSymbol type, string face) => type.AllInterfaces.Any(candidate => candidate.ToDisplayString() == face);
}
