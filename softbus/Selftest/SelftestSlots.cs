namespace DSoftBus.Softbus.Selftest;

/// <summary>The slots that the manifest gives the selftest, beside the control channel 1/2.</summary>
public static class SelftestSlots
{
    /// <summary>SEND to netstackd.</summary>
    public const int Netstackd = 3;

    /// <summary>RECV of netstackd's answers.</summary>
    public const int NetstackReplies = 4;

    /// <summary>RECV of the reply inbox: answers of dsoftbusd and identityd.</summary>
    public const int Replies = 5;

    /// <summary>SEND of the reply inbox; clones of it move with requests.</summary>
    public const int RepliesSend = 6;

    public const int Dsoftbusd = 7;

    public const int Identityd = 8;

    /// <summary>SEND of the endpoint behind <see cref="NetstackReplies"/>.</summary>
    public const int NetstackRepliesSend = 11;
}
