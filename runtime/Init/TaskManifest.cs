using System.Collections.Immutable;

namespace DSoftBus.Runtime.Init;

/// <summary>All tasks of a system with their slots: init builds exactly this. Tasks start in this order.</summary>
public sealed record TaskManifest(string Name, params ImmutableArray<TaskEntry> Tasks);
