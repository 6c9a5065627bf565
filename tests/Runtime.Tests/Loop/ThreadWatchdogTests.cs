using DSoftBus.Runtime.Loop;

namespace DSoftBus.Tests.Runtime.Loop;

public class ThreadWatchdogTests
{
    [Fact]
    public void A_task_that_holds_the_loop_is_named()
    {
        using var platform = new HostPlatform();
        using var expired = new ManualResetEventSlim();
        var name = string.Empty;
        using var watchdog = new ThreadWatchdog(platform, TimeSpan.FromMilliseconds(20), task =>
        {
            name = task;
            expired.Set();
        });
        var loop = new TaskLoop(platform) { Watchdog = watchdog };
        loop.Post(() =>
        {
            // Holds the loop until the watchdog has noticed, which is what the test is about.
            Assert.True(expired.Wait(TimeSpan.FromSeconds(30)));
            loop.Stop();
        });
        loop.Run();
        Assert.Equal("loop", name);
    }
}
