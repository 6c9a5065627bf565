namespace DSoftBus.Softbus.Transport;

/// <summary>Channel numbers of a framed stream (session-frames.md section 1, decisions.md "Sessions").</summary>
public static class Channels
{
    /// <summary>Control: PING, PONG, CLOSE, ERROR. Needs bit 0.</summary>
    public const uint Control = 0;

    public const uint Samgr = 1;

    public const uint Bundlemgr = 2;

    /// <summary>Artifact upload: handle u32 big-endian, kind u8, bytes.</summary>
    public const uint Artifact = 3;

    /// <summary>Byte frames: svc u8, len u16 little-endian, bytes. Needs bit 3.</summary>
    public const uint ByteFrames = 16;

    /// <summary>The accepting side asks on this plus the channel's number. Needs bit 4.</summary>
    public const uint AcceptorOffset = 0x8000;
}
