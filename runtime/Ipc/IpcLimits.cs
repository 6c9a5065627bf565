namespace DSoftBus.Runtime.Ipc;

/// <summary>The bounds of the kernel model (spec/netstackd-ipc.md section 6).</summary>
public static class IpcLimits
{
    /// <summary>Bytes of one message.</summary>
    public const int MaxPayload = 8192;

    /// <summary>Messages in the queue of a service endpoint.</summary>
    public const int ServiceQueueDepth = 8;

    /// <summary>Messages in either direction of a control channel to init.</summary>
    public const int ControlQueueDepth = 4;

    /// <summary>The deepest queue that an endpoint may have.</summary>
    public const int MaxQueueDepth = 256;

    /// <summary>Slots of one task; slot 0 is reserved.</summary>
    public const int SlotsPerTask = 96;

    /// <summary>Payload bytes queued in all endpoints of one owner.</summary>
    public const int BytesPerOwner = 256 * 1024;

    /// <summary>Payload bytes queued in all endpoints together.</summary>
    public const int BytesGlobal = 1024 * 1024;

    /// <summary>Endpoints of all owners together.</summary>
    public const int Endpoints = 384;

    /// <summary>Endpoints of one owner.</summary>
    public const int EndpointsPerOwner = 96;
}
