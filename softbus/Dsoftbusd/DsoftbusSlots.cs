namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>The slots that the manifest gives dsoftbusd, beside the control channel 1/2 (netstackd-ipc.md section 5).</summary>
public static class DsoftbusSlots
{
    /// <summary>SEND to netstackd.</summary>
    public const int Netstackd = 3;

    /// <summary>RECV of netstackd's answers.</summary>
    public const int NetstackReplies = 4;

    /// <summary>RECV of the reply inbox: answers of samgrd, bundlemgrd and identityd.</summary>
    public const int Replies = 5;

    /// <summary>SEND of the reply inbox; clones of it move with requests.</summary>
    public const int RepliesSend = 6;

    public const int Samgrd = 7;

    public const int Bundlemgrd = 8;

    public const int Identityd = 9;

    /// <summary>RECV of the own endpoint: <c>D S</c> frames of local callers.</summary>
    public const int Requests = 10;

    /// <summary>SEND of the endpoint behind <see cref="NetstackReplies"/>; clones of it move with requests to netstackd.</summary>
    public const int NetstackRepliesSend = 11;
}
