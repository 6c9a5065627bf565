using DSoftBus.Qemu.Soak;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>Everything at once in one guest for a minute; <c>./build.sh --target=Soak</c> does the same for ten.</summary>
[Collection(GuestCollection.Name)]
public sealed class SoakTests
{
    [Fact]
    [Trait("Length", "minute")]
    public async Task AMinuteOfEverythingAtOnceLeavesNothingBehind()
    {
        var options = new SoakOptions(RepositoryRoot.File("artifacts", "image", "softbus.elf"), RepositoryRoot.File("artifacts", "test-soak"), TimeSpan.FromMinutes(1));
        SoakOutcome outcome = await SoakRun.ExecuteAsync(options, static _ => { }, TimeProvider.System, default);
        string report = File.Exists(outcome.Run.PathOf(SoakRun.UartName)) ? File.ReadAllText(outcome.Run.PathOf(SoakRun.UartName)) : "";
        Assert.True(outcome.IsSuccess, $"{outcome.Failure?.Message}\n{report}");
        Assert.True(outcome.Log.Held >= 17, report);
        Assert.True(outcome.Log.Pauses is { Collections: > 0 }, report);
        Assert.True(outcome.Log.IdleInterrupts <= 20, report); // a tick would make thousands
        Assert.NotNull(outcome.IdleShare);
    }
}
