namespace DSoftBus.Samples.Httpd;

/// <summary>Slots of the task; the same places as those of the bus's daemon.</summary>
internal static class HttpdSlots
{
    /// <summary>SEND to netstackd.</summary>
    public const int Netstackd = 3;

    /// <summary>RECV of the inbox for its replies.</summary>
    public const int Replies = 5;

    /// <summary>SEND to the same inbox.</summary>
    public const int RepliesSend = 6;
}
