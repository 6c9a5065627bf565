namespace DSoftBus.Softbus.Ipc;

/// <summary>How a call to another task ended.</summary>
public enum CallStatus : byte
{
    /// <summary>Answered; the reply must be disposed.</summary>
    Ok = 0,

    /// <summary>The service's queue, this task's slots or the table of outstanding calls stayed full.</summary>
    Busy = 1,

    /// <summary>No answer before the deadline.</summary>
    TimedOut = 2,

    /// <summary>The service is not there.</summary>
    Unavailable = 3,
}
