namespace DSoftBus.Tests.Oracle.Runner.Commands;

/// <summary>The words that both interpreters answer with; a transcript compares them.</summary>
internal static class Answers
{
    public const string Ok = "ok";

    /// <summary>The peer closed its side.</summary>
    public const string End = "end";

    /// <summary>The peer answered an opening with a reset, or a datagram with port unreachable.</summary>
    public const string Refused = "refused";

    /// <summary>The peer reset the connection. Linux says EPIPE instead where the peer had closed before; both are this word.</summary>
    public const string Reset = "reset";

    /// <summary>Nobody answered until the protocol gave up.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>No way there, or not an address that a connection goes to.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>This side closed its side before.</summary>
    public const string Closed = "closed";

    /// <summary>The address and port are taken.</summary>
    public const string InUse = "in-use";

    /// <summary>Nothing happened within the command's limit; no script expects it.</summary>
    public const string Nothing = "nothing";

    /// <summary>A datagram longer than a packet.</summary>
    public const string TooLong = "too-long";
}
