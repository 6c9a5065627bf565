namespace DSoftBus.Softbus.Ipc;

/// <summary>Status byte of a <c>D S</c> reply (services.md section 2). Wire values.</summary>
public enum DaemonStatus : byte
{
    Ok = 0,

    /// <summary>Malformed, unknown, no session, refused by the peer, or no answer in time.</summary>
    Failed = 1,

    /// <summary>Ours: the peer answered, and the service is not there. A client that knows only 0 and 1 reads it as a failure.</summary>
    NotFound = 2,
}
