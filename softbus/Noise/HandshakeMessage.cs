namespace DSoftBus.Softbus.Noise;

/// <summary>A handshake message that was written, or why not.</summary>
/// <param name="Error">None: send the first <paramref name="Length"/> bytes of the buffer.</param>
/// <param name="Length">Bytes of the message, without the outer frame's length prefix.</param>
public readonly record struct HandshakeMessage(HandshakeError Error, int Length)
{
    /// <summary>Bytes that hold any message that these handshakes write: message 3 with the longest proof.</summary>
    public const int MaximumLength = XkMessage.ThirdOverhead + Identity.AttestationProof.MaximumWrittenLength;

    /// <summary>Longest message that is worth reading: message 3 with the longest proof that a reader accepts.</summary>
    public const int MaximumReadLength = XkMessage.ThirdOverhead + Identity.AttestationProof.MaximumLength;
}
