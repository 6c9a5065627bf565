namespace DSoftBus.Net.Facade;

/// <summary>Outcome of a call: 0 to 9 travel in replies, the last two are made by the client.</summary>
public enum FacadeStatus : byte
{
    Ok = 0,

    /// <summary>Unknown handle, or a name without an address.</summary>
    NotFound = 1,

    /// <summary>Wrong length or header, or unknown operation.</summary>
    Malformed = 2,

    /// <summary>Not now; WAIT tells when.</summary>
    WouldBlock = 3,

    /// <summary>Any other error of the stack: address in use, reset, refused, no address.</summary>
    Io = 4,

    /// <summary>No echo reply or no answer from the resolver in time; from the client: the caller's deadline passed.</summary>
    TimedOut = 5,

    /// <summary>The peer closed and everything was read.</summary>
    EndOfStream = 6,

    /// <summary>A table or quota is full.</summary>
    Limit = 7,

    /// <summary>The handle belongs to another sender.</summary>
    Denied = 8,

    /// <summary>Another socket has the port; only in answers to a bind with flags, the older forms get <see cref="Io"/> as in the reference.</summary>
    InUse = 9,

    /// <summary>The request could not be sent, or no reply came.</summary>
    CallFailed = 0xfd,

    /// <summary>The reply made no sense.</summary>
    ReplyInvalid = 0xfe,
}
