using System.Text.RegularExpressions;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd;

/// <summary>The commands that the README shows exist and do what it says.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(RepositoryRoot.File("README.md"));

    [Fact]
    public void TheTwoCommandsStandOnTheFirstScreen()
    {
        var firstScreen = string.Join('\n', Readme.Split('\n').Take(25));
        Assert.Contains("\n    ./build.sh\n", firstScreen);
        Assert.Contains("\n    ./build.sh --target=Test\n", firstScreen);
    }

    [Fact]
    public async Task EveryTargetInTheReadmeIsATargetOfTheBuild()
    {
        var (status, help) = await BuildScript.RunAsync("./build.sh --help", TimeSpan.FromMinutes(2));
        Assert.Equal(0, status);
        var named = TargetName().Matches(Readme).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(named);
        foreach (string target in named)
            Assert.Matches($@"(?m)^  {target}\s", help);
    }

    [Fact]
    public async Task AnUnknownTargetIsRefusedByName()
    {
        var (status, output) = await BuildScript.RunAsync("./build.sh --target=Nope", TimeSpan.FromMinutes(2));
        Assert.NotEqual(0, status);
        Assert.Contains("'Nope'", output);
    }

    [Fact]
    public void EveryLinkOfTheReadmeLeadsSomewhere()
    {
        foreach (Match link in Link().Matches(Readme))
            Assert.True(File.Exists(RepositoryRoot.File(link.Groups[1].Value)), $"{link.Groups[1].Value} does not exist");
    }

    [GeneratedRegex("--target=([A-Za-z]+)")]
    private static partial Regex TargetName();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Link();
}
