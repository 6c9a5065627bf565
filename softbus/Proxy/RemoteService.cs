namespace DSoftBus.Softbus.Proxy;

/// <summary>The services a peer may name on a session; the value is the channel number (session-frames.md section 1) and the <c>svc</c> byte of channel 16.</summary>
public enum RemoteService : byte
{
    /// <summary>Not a service of ours; never allowed.</summary>
    Unknown = 0,
    Samgrd = 1,
    Bundlemgrd = 2,
}
