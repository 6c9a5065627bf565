using System.Text.RegularExpressions;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The shim's names of calls against the kernel headers of this machine.</summary>
public sealed partial class SystemCallNamesTests
{
    private const string Header = "/usr/include/x86_64-linux-gnu/asm/unistd_64.h";
    private const int SecondFirst = 424;

    [Fact]
    public void EachNumberHasTheNameOfTheHeaders()
    {
        string source = File.ReadAllText(RepositoryRoot.File("kernel-shim", "calls", "SystemCallNames.cs"));
        string[] first = Names(source, "First");
        string[] second = Names(source, "Second");
        Assert.Equal(("read", "exit_group", "rseq"), (first[0], first[231], first[^1]));
        if (!File.Exists(Header))
        {
            Console.WriteLine($"not compared: {Header} is missing (package linux-libc-dev)");
            return;
        }

        var expected = Definition().Matches(File.ReadAllText(Header)).ToDictionary(match => int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), match => match.Groups[1].Value);
        Assert.True(expected.Count > 300);
        // A later header may know more numbers than the shim.
        Assert.All(expected.Where(pair => pair.Key < SecondFirst + second.Length), pair => Assert.Equal(pair.Value, pair.Key < SecondFirst ? first[pair.Key] : second[pair.Key - SecondFirst]));
    }

    private static string[] Names(string source, string table)
    {
        int start = source.IndexOf($" {table} =>", StringComparison.Ordinal);
        string body = source[start..source.IndexOf(';', start)];
        return string.Concat(Literal().Matches(body).Select(match => match.Groups[1].Value)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"#define __NR_(\w+)\s+(\d+)")]
    private static partial Regex Definition();

    [GeneratedRegex("\"([^\"]*)\"u8")]
    private static partial Regex Literal();
}
