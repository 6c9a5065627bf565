namespace DSoftBus.Softbus.Transport;

/// <summary>Operations of channel 0 (decisions.md "Sessions"). Wire values.</summary>
public enum ControlOperation : byte
{
    /// <summary>Not a control message, or one of the wrong length.</summary>
    None = 0,

    /// <summary>token u64.</summary>
    Ping = 1,

    /// <summary>token u64, as the PING had it.</summary>
    Pong = 2,

    /// <summary>reason u8.</summary>
    Close = 3,

    /// <summary>chan u32, code u8.</summary>
    Error = 0x7F,
}
