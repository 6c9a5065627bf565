namespace DSoftBus.Softbus.Ipc;

/// <summary>Operations of the <c>D S</c> frames that this daemon offers (services.md section 2; softbus/Dsoftbusd/README.md). Wire values.</summary>
public enum DaemonOperation : byte
{
    RemoteResolve = 1,
    RemoteBundleList = 2,
    LogProbe = 0x7F,

    /// <summary>Ours: waits for an event.</summary>
    Await = 0x40,

    /// <summary>Ours: ends every session orderly and says goodbye to the group.</summary>
    Shutdown = 0x41,
}
