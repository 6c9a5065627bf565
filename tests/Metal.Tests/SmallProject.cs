using System.Collections.Immutable;
using System.Reflection;
using DSoftBus.Tests.Metal.Discovery;
using DSoftBus.Tests.Metal.Runner;
using DSoftBus.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace DSoftBus.Tests.Metal;

/// <summary>A test project of a few lines, compiled with the generator and loaded.</summary>
internal sealed class SmallProject
{
    private readonly Assembly _assembly;

    private SmallProject(Assembly assembly)
    {
        _assembly = assembly;
        var fill = assembly.GetType("Small.GuestTests")!.GetMethod("List")!.CreateDelegate<Action<TestList>>();
        fill(List);
    }

    public TestList List { get; } = new();

    /// <summary>What the tests of a class wrote to their static log.</summary>
    public IReadOnlyList<string> Log(string type) => (List<string>)_assembly.GetType(type)!.GetField("Log")!.GetValue(null)!;

    /// <param name="source">Type declarations in the namespace <c>Small</c>.</param>
    public static SmallProject Compile(string source)
    {
        string head = "using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks; using Xunit; namespace Small;\n";
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var references = platform.Split(':').Append(typeof(Golden).Assembly.Location).Append(typeof(TestList).Assembly.Location).Distinct()
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            $"small{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(head + source, parse)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        CSharpGeneratorDriver.Create([new GuestTestGenerator().AsSourceGenerator()], parseOptions: parse, optionsProvider: new Options())
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
        Assert.Empty(problems);
        using var assembly = new MemoryStream();
        var result = generated.Emit(assembly);
        Assert.Equal("", string.Join('\n', result.Diagnostics.Where(problem => problem.Severity == DiagnosticSeverity.Error)));
        return new SmallProject(Assembly.Load(assembly.ToArray()));
    }

    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(ImmutableDictionary<string, string>.Empty.Add("build_property.RootNamespace", "Small"));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
        }
    }
}
