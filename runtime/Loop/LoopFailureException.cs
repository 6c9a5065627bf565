namespace DSoftBus.Runtime.Loop;

/// <summary>Work that belongs to no task failed; <see cref="Exception.InnerException"/> is what it threw.</summary>
public sealed class LoopFailureException(Exception inner) : Exception($"Work of the loop failed: {inner.Message}", inner);
