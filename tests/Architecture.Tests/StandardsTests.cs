using System.Text.RegularExpressions;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Architecture;

/// <summary>One table per RFC that the stack implements: each rule names the type that holds it and a test that proves it, and both exist.</summary>
public sealed partial class StandardsTests
{
    private const string Head = "| Section | Rule | Where | Test |";
    private const int Columns = 4;
    private static readonly string Folder = RepositoryRoot.File("net", "standards");

    [Fact]
    public void EachStandardThatNetPromisesHasItsTableAndItsPlaceInTheIndex()
    {
        var readme = File.ReadAllText(RepositoryRoot.File("net", "README.md"));
        var promised = Rfc().Matches(Promise().Match(readme).Value).Select(match => match.Value).Order().ToList();
        var tables = Tables().Select(file => Path.GetFileNameWithoutExtension(file)["rfc".Length..].TrimStart('0')).Order().ToList();
        Assert.NotEmpty(promised);
        Assert.Equal(tables, promised);
        var index = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.All(Tables(), file => Assert.Contains($"({Path.GetFileName(file)})", index));
    }

    [Fact]
    public void EachRuleNamesATypeOfTheStackAndATestThatExist()
    {
        var types = Directory.EnumerateFiles(RepositoryRoot.File("net"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file).Split('.')[0])
            .ToHashSet(StringComparer.Ordinal);
        var tests = TestSources();
        Assert.All(Tables(), file =>
        {
            var rows = Rows(file);
            Assert.NotEmpty(rows);
            Assert.All(rows, row =>
            {
                var cells = row.Trim('|').Split('|').Select(cell => cell.Trim()).ToList();
                string where = $"{Path.GetFileName(file)}: {row}";
                Assert.True(cells.Count == Columns && cells.All(cell => cell.Length > 0), $"not {Columns} filled columns in {where}");
                var named = Quoted().Matches(cells[2]).Select(match => match.Groups[1].Value).ToList();
                Assert.True(named.Count > 0 && named.All(types.Contains), $"no type, or one without a file of its name, in {where}");
                var proofs = Quoted().Matches(cells[3]).Select(match => match.Groups[1].Value).ToList();
                Assert.True(proofs.Count > 0 && proofs.All(proof => Exists(tests, proof)), $"no test, or one that does not exist, in {where}");
            });
        });
    }

    [Fact]
    public void ADeviationSaysWhy() =>
        Assert.All(
            Tables().SelectMany(Rows).Where(row => row.Contains("Deviation", StringComparison.OrdinalIgnoreCase)),
            row =>
            {
                string rule = row.Trim('|').Split('|')[1].Trim();
                Assert.StartsWith("Deviation: ", rule);

                // What is done instead, then the reason, behind a colon, a semicolon or a comma.
                Assert.Matches("^Deviation: [^:;,]+[:;,] .{15,}", rule);
            });

    private static bool Exists(Dictionary<string, string> tests, string proof)
    {
        var name = proof.Split('.');
        return tests.TryGetValue(name[0], out var source)
            && (name.Length == 1 || (name.Length == 2 && source.Contains($" {name[1]}(", StringComparison.Ordinal)));
    }

    private static Dictionary<string, string> TestSources() =>
        Directory.EnumerateFiles(RepositoryRoot.File("tests"), "*Tests*.cs", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetFileName(file).Split('.')[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Concat(group.Select(File.ReadAllText)), StringComparer.Ordinal);

    private static List<string> Tables() => Directory.EnumerateFiles(Folder, "rfc????.md").Order(StringComparer.Ordinal).ToList();

    private static List<string> Rows(string file) =>
        File.ReadLines(file).SkipWhile(line => line != Head).Skip(2).TakeWhile(line => line.StartsWith('|')).ToList();

    // The sentence of net/README.md, up to the semicolon or the end of the paragraph.
    [GeneratedRegex(@"^- Standards: RFC [^;]+", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex(@"\b\d{3,4}\b")]
    private static partial Regex Rfc();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
