namespace DSoftBus.Softbus.Traits;

/// <summary>How one send or receive on a framed stream ended. Everything but <see cref="Ok"/>, <see cref="TimedOut"/> on receive and <see cref="TooLong"/> ends the session.</summary>
public enum StreamStatus : byte
{
    Ok = 0,

    /// <summary>Receive: no frame began before the deadline (session lives). Send: the peer did not take the frame in time.</summary>
    TimedOut = 1,

    /// <summary>The peer closed between two frames.</summary>
    Closed = 2,

    /// <summary>The transport failed, or a frame that had begun did not arrive in time.</summary>
    Broken = 3,

    /// <summary>A record failed authentication, or the record counter is used up.</summary>
    Crypto = 4,

    /// <summary>A length out of bounds, or bytes that are no <c>Frame</c>.</summary>
    Protocol = 5,

    /// <summary>Send only: the payload exceeds what one record holds; nothing was sent.</summary>
    TooLong = 6,
}
