using DSoftBus.Softbus.Sessions;

namespace DSoftBus.Softbus.Transport;

/// <summary>The outcome of one connect message.</summary>
/// <param name="Failure">None when the message is good.</param>
/// <param name="Features">The peer's feature bits.</param>
internal readonly record struct ConnectOutcome(HandshakeFailure Failure, SessionFeatures Features);
