namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>The outcome of a request to a peer.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Payload">The answer's bytes with <see cref="RemoteAnswerStatus.Answered"/>, else empty.</param>
public readonly record struct RemoteAnswer(RemoteAnswerStatus Status, byte[] Payload);
