using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>Groups of checks that run inside the guest; every line must say ok, and the machine must power off in order.</summary>
public sealed class GuestCheckTests
{
    /// <param name="group">Name of the group.</param>
    /// <param name="least">The fewest checks it may consist of, so that a group cannot become empty unseen.</param>
    [Theory]
    [InlineData("runtime", 43)]
    [InlineData("vectors", 3)]
    public void AllChecksHold(string group, int least) => CheckLines.AssertAllHold(GuestRun.Boot("shim.check=" + group), least);
}
