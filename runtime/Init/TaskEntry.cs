using System.Collections.Immutable;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Runtime.Init;

/// <summary>One task of a manifest.</summary>
public sealed record TaskEntry(string Name, TaskBody Run, RestartPolicy Restart, params ImmutableArray<SlotGrant> Slots)
{
    /// <summary>The name that the sender id is made of; null for <see cref="Name"/>.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Added to the last MAC byte for the test keys of this task (a second node in one image).</summary>
    public byte SeedOffset { get; init; }
}
