using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>
/// Writes the class <c>GuestTests</c> of a test project: every fact and theory as an ordinary call, because a program compiled
/// ahead of time cannot look for them. A test that needs what the bare machine has not is listed with its reason instead.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GuestTestGenerator : IIncrementalGenerator
{
    private const string Fact = "Xunit.FactAttribute";
    private const string Theory = "Xunit.TheoryAttribute";

    // One analysis per compilation, shared by all of its tests.
    private readonly ConditionalWeakTable<Compilation, HostNeeds> _needs = new();

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var facts = Find(context, Fact);
        var theories = Find(context, Theory);
        var rootNamespace = context.AnalyzerConfigOptionsProvider.Select(static (options, _)
            => options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? name) ? name : "");
        var project = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "");
        var elements = context.SyntaxProvider.CreateSyntaxProvider(static (node, _) => ElementTypes.IsCandidate(node), ElementTypes.Of)
            .SelectMany(static (types, _) => types).Collect();
        var tests = facts.Combine(theories).Select(static (found, _)
            => found.Left.AddRange(found.Right).Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name)));
        context.RegisterSourceOutput(tests.Combine(elements).Combine(rootNamespace.Combine(project)), static (output, found) =>
        {
            var ((tests, elements), (space, assembly)) = found;
            string source = TableWriter.Write(space, assembly, tests, new SortedSet<string>(elements, StringComparer.Ordinal));
            output.AddSource("GuestTests.g.cs", SourceText.From(source, Encoding.UTF8));
        });
    }

    private IncrementalValueProvider<ImmutableArray<DiscoveredTest>> Find(IncrementalGeneratorInitializationContext context, string attribute)
        => context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, Discover).Collect();

    private DiscoveredTest Discover(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var needs = _needs.GetValue(context.SemanticModel.Compilation, static compilation => new HostNeeds(compilation));
        return TestReader.Read((IMethodSymbol)context.TargetSymbol, context.Attributes[0], needs);
    }
}
