using System.Text.RegularExpressions;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Architecture;

/// <summary>The kernel shim's table of guarantees names, for each, a test that exists.</summary>
public sealed partial class GuaranteeTests
{
    [Fact]
    public void EachGuaranteeNamesATestThatExists()
    {
        var rows = Guarantees();
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var named = TestName().Matches(row).ToList();
            Assert.True(named.Count > 0, $"no `Class.Method` in: {row}");
            Assert.All(named, match => AssertExists(match, row));
        });
    }

    private static void AssertExists(Match name, string row)
    {
        // Two test projects may each have a class of this name.
        var source = string.Concat(Directory.EnumerateFiles(RepositoryRoot.File("tests"), name.Groups["class"].Value + ".cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.True(source.Length > 0, $"no file of the class in {name.Value}: {row}");
        Assert.True(source.Contains($" {name.Groups["method"].Value}(", StringComparison.Ordinal), $"no method {name.Value}: {row}");
        if (name.Groups["case"].Success)
            Assert.True(source.Contains($"\"{name.Groups["case"].Value}\"", StringComparison.Ordinal), $"no case {name.Value}: {row}");
    }

    private static List<string> Guarantees()
        => File.ReadLines(RepositoryRoot.File("kernel-shim", "README.md"))
            .SkipWhile(line => line != "| Guarantee | Held by |")
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .ToList();

    // `Class.Method`, or `Class.Method(case)` for one case of a theory whose data are text.
    [GeneratedRegex(@"`(?<class>[A-Z]\w*Tests)\.(?<method>[A-Z]\w*)(\((?<case>[^)`]+)\))?`")]
    private static partial Regex TestName();
}
