using System.Globalization;
using System.Text.RegularExpressions;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The hostile calls cover the shim's whole table: a call that is added there must be added to the sweep.</summary>
public sealed partial class CallTableTests
{
    [Fact]
    public void EveryCallOfTheTableIsSweptWithHostileArguments()
    {
        var run = GuestRun.Boot("shim.check=calls", devices: ["-device", "virtio-rng-device"]);
        CheckLines.AssertAllHold(run, least: 240);
        string swept = run.Lines.Single(line => line.StartsWith("note swept ", StringComparison.Ordinal));
        Assert.Equal(Table(), swept.Split(' ')[2..].Select(number => int.Parse(number, CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<int> Table()
    {
        string source = File.ReadAllText(RepositoryRoot.File("kernel-shim", "calls", "SystemCallTable.cs"));
        return Case().Matches(source).SelectMany(line => Number().Matches(line.Groups[1].Value)).Select(number => number.Value.StartsWith("0x", StringComparison.Ordinal)
            ? int.Parse(number.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : int.Parse(number.Value, CultureInfo.InvariantCulture)).Order();
    }

    [GeneratedRegex(@"case ([0-9a-fx or]+):")]
    private static partial Regex Case();

    [GeneratedRegex("0x[0-9a-f]+|[0-9]+")]
    private static partial Regex Number();
}
