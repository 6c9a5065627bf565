using System.Collections.Immutable;

namespace DSoftBus.Samples.Http;

/// <summary>Request line and fields, and what they say about the message and the connection.</summary>
/// <param name="Line">The request line.</param>
/// <param name="Fields">In the order of the message.</param>
/// <param name="Framing">How the body ends.</param>
/// <param name="ContentLength">Octets of the body; 0 unless <see cref="Framing"/> is <see cref="BodyFraming.Length"/>.</param>
/// <param name="KeepsAlive">Whether the client wants another request on this connection (RFC 9112 section 9.3).</param>
/// <param name="ExpectsContinue">The client waits for 100 before it sends the body (RFC 9110 section 10.1.1).</param>
internal sealed record RequestHead(
    RequestLine Line,
    ImmutableArray<HeaderField> Fields,
    BodyFraming Framing,
    int ContentLength,
    bool KeepsAlive,
    bool ExpectsContinue)
{
    /// <summary>The value of the first field of that name; null without one.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (HeaderField field in Fields)
            {
                if (field.Is(name))
                    return field.Value;
            }

            return null;
        }
    }
}
