namespace DSoftBus.Samples.Httpd;

/// <summary>Outcome of waiting for the client.</summary>
internal enum InputStatus
{
    Ok,
    TimedOut,

    /// <summary>The client closed, or the connection failed.</summary>
    Ended,
}
