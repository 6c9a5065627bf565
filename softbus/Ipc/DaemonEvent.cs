namespace DSoftBus.Softbus.Ipc;

/// <summary>What <see cref="DaemonOperation.Await"/> waits for. Wire values.</summary>
public enum DaemonEvent : byte
{
    /// <summary>There is a session.</summary>
    SessionUp = 1,

    /// <summary>A peer was served by samgrd and by bundlemgrd since the daemon started, or a session has ended.</summary>
    ServedOrClosed = 2,

    /// <summary>There is no session, after there was one.</summary>
    SessionsOver = 3,
}
