namespace DSoftBus.Softbus.Noise;

/// <summary>What one side of a handshake may do next; anything else is out of order.</summary>
internal enum XkStep
{
    WriteFirst,
    BeginFirst,
    CompleteFirst,
    WriteSecond,
    ReadSecond,
    WriteThird,
    ReadThird,
    Split,

    /// <summary>A step is running, failed, or the ciphers were taken: nothing is allowed any more.</summary>
    Over,
}
