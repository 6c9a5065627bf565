namespace DSoftBus.Softbus.Sessions;

/// <summary>Feature bits of ConnectRequest and ConnectResponse; a session uses the AND of both (decisions.md, Negotiation). Wire values: append only.</summary>
[Flags]
public enum SessionFeatures : uint
{
    None = 0,

    /// <summary>Bit 0: channel 0 carries control messages.</summary>
    Control = 1 << 0,

    /// <summary>Bit 1: mux v2.</summary>
    Mux = 1 << 1,

    /// <summary>Bit 2: request headers (id, deadline, trace id).</summary>
    RequestHeaders = 1 << 2,

    /// <summary>Bit 3: channel 16 carries byte frames.</summary>
    ByteFrames = 1 << 3,

    /// <summary>Bit 4: the accepting side may ask, on channel 0x8000 + n.</summary>
    AcceptingSideRequests = 1 << 4,

    /// <summary>Bit 5: artifacts in chunks.</summary>
    ChunkedArtifacts = 1 << 5,
}
