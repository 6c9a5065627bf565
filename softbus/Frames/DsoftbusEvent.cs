namespace DSoftBus.Softbus.Frames;

/// <summary>What <see cref="DsoftbusOpcode.Await"/> waits for. Wire values: append only.</summary>
public enum DsoftbusEvent : byte
{
    /// <summary>There is a session.</summary>
    SessionUp = 1,

    /// <summary>Peers were served by samgrd and by bundlemgrd since the daemon started, or a session has ended.</summary>
    ServedOrClosed = 2,

    /// <summary>There is no session, after there was one.</summary>
    SessionsOver = 3,
}
