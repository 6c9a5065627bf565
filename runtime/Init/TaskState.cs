namespace DSoftBus.Runtime.Init;

/// <summary>Where a task stands.</summary>
public enum TaskState
{
    /// <summary>Built, not started yet.</summary>
    Built,
    Running,

    /// <summary>Ended; init starts it again after its back-off.</summary>
    WaitingForRestart,

    /// <summary>Returned for good.</summary>
    Ended,

    /// <summary>Failed for good.</summary>
    Failed,
}
