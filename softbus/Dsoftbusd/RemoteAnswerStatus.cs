namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>How a request of ours to a peer ended.</summary>
public enum RemoteAnswerStatus : byte
{
    /// <summary>Answered, possibly with an error answer.</summary>
    Answered = 0,

    /// <summary>No answer before the deadline.</summary>
    TimedOut = 1,

    /// <summary>An answer to an earlier request on this channel is still owed.</summary>
    Busy = 2,

    /// <summary>This side accepted and bit 4 was not negotiated: it does not ask.</summary>
    NotNegotiated = 3,

    /// <summary>The session ended.</summary>
    Closed = 4,
}
