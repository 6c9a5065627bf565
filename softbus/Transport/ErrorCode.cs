namespace DSoftBus.Softbus.Transport;

/// <summary>Code of an error answer and of ERROR on channel 0 (decisions.md "Sessions", error answers). Wire values.</summary>
public enum ErrorCode : byte
{
    UnknownOpcode = 1,
    Malformed = 2,
    Denied = 3,
    TooLarge = 4,
    Busy = 5,
    DeadlinePassed = 6,
    Internal = 7,
    NotFound = 8,
}
