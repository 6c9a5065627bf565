namespace DSoftBus.Runtime.Init;

/// <summary>The control channel to init, in the same slots of every task (spec/netstackd-ipc.md section 5).</summary>
public static class ControlSlots
{
    /// <summary>SEND requests to init.</summary>
    public const int Requests = 1;

    /// <summary>RECV its replies.</summary>
    public const int Replies = 2;
}
