namespace DSoftBus.Runtime.Init;

/// <summary>A look at one task of a node.</summary>
public sealed record TaskStatus(string Name, uint Pid, uint Generation, TaskState State, int SlotsUsed);
