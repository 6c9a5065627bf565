using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Architecture;

/// <summary>The golden files can fail: a missing one and a differing one both do.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void MatchingTextPasses() => Golden.Match("golden/sample", "first line\nsecond line\n");

    [Fact]
    public void DifferingTextFails()
        => Assert.ThrowsAny<Exception>(() => Golden.Match("golden/sample", "first line\nanother line\n"));

    [Fact]
    public void MissingFileFails()
    {
        Assert.ThrowsAny<Exception>(() => Golden.Match("golden/never-written", "text\n"));
        Assert.False(File.Exists(RepositoryRoot.File("tests", "golden", "golden", "never-written.snap")));
    }
}
