using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>One machine through the single-VM ladder, by the README's command.</summary>
[Collection(GuestCollection.Name)]
public sealed class SingleVmTests
{
    [Fact]
    public async Task TheBootTargetReachesTheEndOfTheSelftest()
    {
        var (status, output) = await BuildScript.RunAsync("./build.sh --target=Boot", TimeSpan.FromMinutes(8));
        Assert.True(status == 0, output);
        Assert.Contains("SELFTEST: end", File.ReadAllText(RepositoryRoot.File("artifacts", "boot", "latest", "uart.txt")));
    }
}
