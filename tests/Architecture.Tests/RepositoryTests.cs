using System.Text.RegularExpressions;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Architecture;

/// <summary>What the checkout itself promises: its rooms, their READMEs, and where unsafe code may stand.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] Rooms = ["kernel-shim", "runtime", "drivers", "net", "softbus", "image", "qemu", "tests"];

    [Fact]
    public void TopLevelHoldsExactlyTheRooms()
    {
        var folders = Directory.GetDirectories(RepositoryRoot.Directory)
            .Select(Path.GetFileName)
            .Where(name => !name!.StartsWith('.') && name is not ("artifacts" or "bin" or "obj"));
        Assert.Equal(Rooms.Order(), folders.Order());
    }

    [Theory]
    [InlineData("kernel-shim", 100)] // its tables of calls and of guarantees are the contract with every guest program
    [InlineData("runtime", 59)]
    [InlineData("drivers", 59)]
    [InlineData("net", 59)]
    [InlineData("softbus", 59)]
    [InlineData("image", 59)]
    [InlineData("qemu", 59)]
    [InlineData("tests", 59)]
    public void EachRoomExplainsItselfShortly(string room, int most)
    {
        var lines = File.ReadAllLines(RepositoryRoot.File(room, "README.md"));
        Assert.InRange(lines.Length, 5, most);
    }

    [Fact]
    public void UnsafeCodeStandsOnlyWhereTheArchitectureAllowsIt()
    {
        var wrong = SourceFiles()
            .Where(file => !file.StartsWith("kernel-shim/", StringComparison.Ordinal)
                && !file.StartsWith("drivers/", StringComparison.Ordinal)
                && !file.StartsWith("image/checks/", StringComparison.Ordinal)
                && file != "runtime/Platform/Guest/GuestInterop.cs")
            .Where(file => UnsafeKeyword().IsMatch(File.ReadAllText(RepositoryRoot.File(file))))
            .ToList();
        Assert.Equal([], wrong);
    }

    [Fact]
    public void NoFileIsALongFile()
    {
        var lengths = SourceFiles().Where(file => !file.EndsWith(".g.cs", StringComparison.Ordinal))
            .Select(file => (File: file, Lines: File.ReadLines(RepositoryRoot.File(file)).Count()))
            .ToList();
        Assert.DoesNotContain(lengths, entry => entry.Lines > 500);
        Assert.DoesNotContain(lengths, entry => entry.Lines > 300 && entry.File.StartsWith("kernel-shim/", StringComparison.Ordinal));
        Assert.True(lengths.Count(entry => entry.Lines > 400) * 10 < lengths.Count);
    }

    [Fact]
    public void NoRoomIsCalledUtilsHelpersOrCommon()
    {
        string[] forbidden = ["utils", "helpers", "common", "util", "helper"];
        Assert.DoesNotContain(SourceFiles(), file => file.ToLowerInvariant().Split('/', '.').Intersect(forbidden).Any());
    }

    private static IEnumerable<string> SourceFiles()
        => Rooms.SelectMany(room => Directory.EnumerateFiles(RepositoryRoot.File(room), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Directory, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));

    [GeneratedRegex(@"^[^/""]*\bunsafe\b(?!"")", RegexOptions.Multiline)]
    private static partial Regex UnsafeKeyword();
}
