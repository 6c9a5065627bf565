using System.Text.Json;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Sbom;
using DSoftBus.Qemu.Sizes;
using DSoftBus.Tests.Qemu.Sizes;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Qemu.Sbom;

public sealed class SbomTests
{
    private const string Lock =
        """
        {
          "version": 2,
          "dependencies": {
            "net10.0": {
              "Some.Library": { "type": "Direct", "resolved": "1.2.3", "contentHash": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==" },
              "Microsoft.DotNet.ILCompiler": { "type": "Direct", "resolved": "10.0.1", "contentHash": "bm90IDY0IGJ5dGVz" },
              "Our.Project": { "type": "Project", "dependencies": { "Some.Library": "[1.2.3, )" } }
            },
            "net10.0/linux-x64": {
              "Some.Library": { "type": "Direct", "resolved": "1.2.3", "contentHash": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==" }
            }
          }
        }
        """;

    [Fact]
    public void ASmallImageGivesTheGoldenDocument() => Golden.Match("sbom/small", Text(Parts()));

    /// <summary>Neither the order of the parts nor a part that is named twice changes a byte.</summary>
    [Fact]
    public void TheDocumentDependsOnThePartsAlone()
    {
        SbomComponent[] parts = Parts();
        Assert.Equal(Text(parts), Text([.. parts.Reverse(), parts[0]]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"dependencies": 1}""")]
    [InlineData("""{"dependencies": {"net10.0": []}}""")]
    [InlineData("""{"dependencies": {"net10.0": {}""")]
    public void WhatIsNoLockFileIsRefused(string text) => Assert.Null(LockedPackages.Read(text));

    [Fact]
    public void OddPackagesAreLeftOut()
        => Assert.Empty(LockedPackages.Read("""{"dependencies": {"net10.0": {"A": 1, "B": {"resolved": 2}, "C": {}}}}""")!);

    private static SbomComponent[] Parts()
    {
        Assert.Equal(LinkMapProblem.None, LinkMap.Parse(CraftedMap.Text, out LinkMap? map, out _));
        return [.. LockedPackages.Read(Lock)!, .. LinkedLibraries.Read(map!, path => path.EndsWith("libc.a", StringComparison.Ordinal) ? new string('c', 64) : null)];
    }

    private static string Text(IEnumerable<SbomComponent> parts)
    {
        JsonObject document = SbomDocument.Json("small.elf", new string('e', 64), parts);
        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }
}
