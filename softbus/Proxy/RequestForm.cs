namespace DSoftBus.Softbus.Proxy;

/// <summary>The two forms in which a request reaches a service (services.md sections 3, 4 and 7). They number their operations differently.</summary>
public enum RequestForm : byte
{
    /// <summary>Opcode byte and a Cap'n Proto message, on the service's own channel.</summary>
    CapnProto = 0,

    /// <summary>A byte frame (<c>S M 01 op</c>, <c>B N 01 op</c>), on channel 16.</summary>
    ByteFrame = 1,
}
