namespace DSoftBus.Softbus.Sessions;

/// <summary>The channel numbers of <c>Frame.chan</c> (session-frames.md section 1, decisions.md Sessions).</summary>
public static class Channel
{
    /// <summary>Control messages, with <see cref="SessionFeatures.Control"/>.</summary>
    public const uint Control = 0;

    /// <summary>Opcode and Cap'n Proto for the samgr.</summary>
    public const uint Samgr = 1;

    /// <summary>Opcode and Cap'n Proto for the bundlemgr.</summary>
    public const uint Bundlemgr = 2;

    /// <summary>Artifact upload.</summary>
    public const uint Artifact = 3;

    /// <summary>Byte frames, with <see cref="SessionFeatures.ByteFrames"/>.</summary>
    public const uint ByteFrames = 16;

    /// <summary>Added to a channel on which the accepting side asks, with <see cref="SessionFeatures.AcceptingSideRequests"/>.</summary>
    public const uint AcceptingSide = 0x8000;

    /// <summary>The channel on which this side asks for service channel <paramref name="channel"/>, and is answered.</summary>
    public static uint ForRequest(uint channel, bool dialled) => dialled ? channel : AcceptingSide + channel;

    /// <summary>Says what a received frame is: a request of the peer, or an answer to a request of ours.</summary>
    /// <param name="wire">The channel of the frame.</param>
    /// <param name="dialled">Whether this side dialled the session.</param>
    /// <param name="service">The service channel behind it.</param>
    /// <returns>True for a request of the peer.</returns>
    public static bool IsRequest(uint wire, bool dialled, out uint service)
    {
        bool askedByAccepting = wire >= AcceptingSide;
        service = askedByAccepting ? wire - AcceptingSide : wire;
        return askedByAccepting == dialled;
    }
}
