using DSoftBus.Tests.EndToEnd.Guests;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.EndToEnd.Tap;

/// <summary>A TAP device offers everything; the word <c>softbus.net.off</c> leaves one thing and what needs it, and the guest still answers.</summary>
[Collection(GuestCollection.Name)]
public sealed class FeatureWordTests(ITestOutputHelper log)
{
    [Theory]
    [InlineData("", "csum guest-csum mac guest-tso4 tso4 mergeable indirect event-index")]
    [InlineData("csum", "guest-csum mac guest-tso4 mergeable indirect event-index")]
    [InlineData("guest-csum", "csum mac tso4 mergeable indirect event-index")]
    [InlineData("tso4", "csum guest-csum mac guest-tso4 mergeable indirect event-index")]
    [InlineData("guest-tso4", "csum guest-csum mac tso4 mergeable indirect event-index")]
    [InlineData("mergeable", "csum guest-csum mac tso4 indirect event-index")]
    [InlineData("indirect", "csum guest-csum mac guest-tso4 tso4 mergeable event-index")]
    [InlineData("event-index", "csum guest-csum mac guest-tso4 tso4 mergeable indirect")]
    [InlineData("csum,guest-csum,tso4,guest-tso4,mergeable,indirect,event-index", "mac")]
    public async Task TheWordLeavesAFeatureOff(string off, string negotiated)
    {
        await using TapGuest? guest = await TapGuest.StartAsync(log, [], null, $"softbus.net.off={off}");
        if (guest is null)
            return;
        Assert.Equal(negotiated, guest.Negotiated);
        guest.Home.Run("ping", "-c", "3", "-i", "0.01", "-W", "20", "-s", "1472", guest.Address.ToString());
    }
}
