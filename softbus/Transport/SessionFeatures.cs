namespace DSoftBus.Softbus.Transport;

/// <summary>Feature bits of ConnectRequest and ConnectResponse; a session uses the AND of both (decisions.md "Sessions", negotiation).</summary>
[Flags]
public enum SessionFeatures : uint
{
    None = 0,

    /// <summary>Bit 0: channel 0.</summary>
    Control = 1 << 0,

    /// <summary>Bit 1: mux v2.</summary>
    Mux = 1 << 1,

    /// <summary>Bit 2: request headers.</summary>
    RequestHeaders = 1 << 2,

    /// <summary>Bit 3: channel 16.</summary>
    ByteFrames = 1 << 3,

    /// <summary>Bit 4: requests by the accepting side.</summary>
    AcceptorRequests = 1 << 4,

    /// <summary>Bit 5: chunked artifacts.</summary>
    ChunkedArtifacts = 1 << 5,

    /// <summary>What this implementation offers.</summary>
    Offered = Control | ByteFrames | AcceptorRequests,
}
