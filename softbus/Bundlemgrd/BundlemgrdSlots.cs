namespace DSoftBus.Softbus.Bundlemgrd;

/// <summary>The slots that the manifest gives bundlemgrd, beside the control channel 1/2.</summary>
public static class BundlemgrdSlots
{
    /// <summary>RECV of the own endpoint, depth 8.</summary>
    public const int Requests = 5;

    /// <summary>SEND to samgrd, for the own registration.</summary>
    public const int Samgrd = 7;

    /// <summary>RECV of the own reply inbox.</summary>
    public const int Replies = 8;

    /// <summary>SEND of the own reply inbox; clones of it move with requests.</summary>
    public const int RepliesSend = 9;
}
