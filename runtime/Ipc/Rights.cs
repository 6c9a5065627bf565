namespace DSoftBus.Runtime.Ipc;

/// <summary>What a capability permits. Rights shrink when a capability is cloned, and never grow.</summary>
[Flags]
public enum Rights : byte
{
    None = 0,
    Send = 1,
    Receive = 2,

    /// <summary>Access to the bytes of a memory object, or to the registers of a device.</summary>
    Map = 4,

    /// <summary>Control over the object itself; a capability with it cannot be moved or cloned.</summary>
    Manage = 8,
}
