namespace DSoftBus.Softbus.Sessions;

/// <summary>First byte of a control message on channel 0 (decisions.md, Channel 0). Wire values: append only.</summary>
public enum ControlOpcode : byte
{
    /// <summary>token u64: the peer answers with the same token.</summary>
    Ping = 1,

    /// <summary>token u64.</summary>
    Pong = 2,

    /// <summary>reason u8: the sender closes the session.</summary>
    Close = 3,

    /// <summary>channel u32, code u8: a frame on that channel could not be served.</summary>
    Error = 0x7f,
}

/// <summary>Why a session is closed. Wire values: append only.</summary>
public enum CloseReason : byte
{
    Normal = 0,
    Shutdown = 1,
    Policy = 2,
    Protocol = 3,
    Idle = 4,
    RekeyLimit = 5,
    DuplicateSession = 6,
}

/// <summary>Why a request was not served, in control errors and error answers. Wire values: append only.</summary>
public enum AnswerError : byte
{
    None = 0,
    UnknownOpcode = 1,
    Malformed = 2,
    Denied = 3,
    TooLarge = 4,
    Busy = 5,
    DeadlinePassed = 6,
    Internal = 7,
    NotFound = 8,
}
