namespace DSoftBus.Runtime.Init;

/// <summary>What init does when a task ends. Restarts wait 100 ms, doubling to 5 s; ten seconds of life begin again at 100 ms.</summary>
public enum RestartPolicy
{
    Never,
    Always,

    /// <summary>After an exception, not after an ordinary return.</summary>
    OnFailure,
}
