namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>Checks that go wrong on purpose, to show what the runner makes of them. Not part of the suite.</summary>
internal static class FaultyChecks
{
    public static void Add(Area area)
    {
        area.Check("throws", (Func<string>)(() => throw new InvalidOperationException("on purpose")));
        area.Check("throws later", async () =>
        {
            await Task.Yield();
            throw new TimeoutException("on purpose too");
        });
        area.Check("goes on after that", () => Values.Of(1, "two", null, new[] { 3, 4 }, "five\n\u00e9"));
        area.Check("hangs", () =>
        {
            Thread.Sleep(Timeout.Infinite);
            return "never";
        });
        area.Check("is never reached", () => "never");
    }
}
