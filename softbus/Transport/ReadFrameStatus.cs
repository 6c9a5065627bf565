namespace DSoftBus.Softbus.Transport;

/// <summary>How reading one length-prefixed frame from a byte stream ended.</summary>
public enum ReadFrameStatus : byte
{
    Ok = 0,

    /// <summary>No frame began before the deadline; nothing is lost.</summary>
    TimedOut = 1,

    /// <summary>The peer closed between two frames.</summary>
    Closed = 2,

    /// <summary>The connection broke, or the peer closed inside a frame.</summary>
    Broken = 3,

    /// <summary>A frame had begun and did not arrive in time.</summary>
    Stalled = 4,

    /// <summary>The length prefix is 0 or exceeds the bound.</summary>
    BadLength = 5,
}
