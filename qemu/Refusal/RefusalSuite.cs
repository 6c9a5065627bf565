using System.Collections.Immutable;

namespace DSoftBus.Qemu.Refusal;

/// <summary>Checks that run in a guest of their own and say by themselves whether they hold.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Image">The guest.</param>
/// <param name="Words">What makes it run the checks.</param>
public sealed record RefusalSuite(string Name, string Image, ImmutableArray<string> Words)
{
    /// <summary>Bound of one boot, far beyond what an idle machine needs: a machine that does not end is red.</summary>
    public TimeSpan Bound { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>What it writes is the same every time, so a difference is red too.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The groups of checks in the guest program, those that find a missing call soonest first.</summary>
    public static IEnumerable<RefusalSuite> OfImage(string image) =>
        new[] { "served", "runtime", "memory", "calls", "threads", "futex", "time", "vectors", "attack" }
            .Select((group, index) => new RefusalSuite(group, image, [$"shim.check={group}"]) { Bound = TimeSpan.FromMinutes(index == 0 ? 1 : 3) });

    /// <summary>The class library's own program.</summary>
    public static RefusalSuite OfClassLibrary(string image) => new("class library", image, []) { Bound = TimeSpan.FromMinutes(10), IsRepeatable = true };
}
