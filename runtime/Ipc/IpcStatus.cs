namespace DSoftBus.Runtime.Ipc;

/// <summary>Result of an IPC operation; values are the error numbers of the kernel interface.</summary>
public enum IpcStatus : byte
{
    Ok = 0,

    /// <summary>The capability lacks the right, or may not be moved or cloned.</summary>
    PermissionDenied = 1,

    /// <summary>The slot is empty, or the endpoint or memory object behind it is gone.</summary>
    NoSuchEndpoint = 3,

    /// <summary>Queue full or empty, or a memory object under a live lease.</summary>
    WouldBlock = 11,

    /// <summary>Slot number, size or rights that cannot be meant.</summary>
    InvalidArgument = 22,

    /// <summary>No free slot, no memory, or the byte budget of the owner or of the machine is used up.</summary>
    NoSpace = 28,

    /// <summary>The queue is empty and no SEND capability for the endpoint is left.</summary>
    PeerClosed = 32,

    /// <summary>A task that had sent is no more; only where <see cref="Receiver.ReportSenders"/> asked for it.</summary>
    SenderEnded = 104,

    /// <summary>The deadline came first.</summary>
    TimedOut = 110,
}
