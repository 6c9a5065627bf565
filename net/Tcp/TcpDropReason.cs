namespace DSoftBus.Net.Tcp;

/// <summary>Why a segment was not processed; each is counted.</summary>
public enum TcpDropReason : byte
{
    None = 0,
    OutsideWindow = 1,
    UnacceptableAck = 2,
    MissingAck = 3,
    ResetOutsideWindow = 4,
    ResetNotExact = 5,
    SynInWindow = 6,
    UnexpectedReset = 7,
    NotSyn = 8,
}
