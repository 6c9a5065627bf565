namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>Why a session is over.</summary>
public enum SessionEnd : byte
{
    /// <summary>CLOSE reason 0, of either side.</summary>
    Normal = 0,

    /// <summary>CLOSE reason 1.</summary>
    Shutdown = 1,

    /// <summary>CLOSE reason 2.</summary>
    Policy = 2,

    /// <summary>CLOSE reason 3, or bytes that are no frame.</summary>
    Protocol = 3,

    /// <summary>CLOSE reason 4.</summary>
    Idle = 4,

    /// <summary>CLOSE reason 5.</summary>
    RekeyLimit = 5,

    /// <summary>CLOSE reason 6: another session with the same peer won.</summary>
    Duplicate = 6,

    /// <summary>The peer closed without CLOSE.</summary>
    PeerGone = 64,

    /// <summary>The connection broke, or a frame did not arrive in time.</summary>
    Transport = 65,

    /// <summary>A record failed authentication.</summary>
    Crypto = 66,
}
