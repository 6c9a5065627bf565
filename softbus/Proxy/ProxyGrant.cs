namespace DSoftBus.Softbus.Proxy;

/// <summary>One line of the policy: this service answers this operation to every authenticated peer.</summary>
/// <param name="Service">The service.</param>
/// <param name="Form">How the operation is written on the wire.</param>
/// <param name="Operation">The opcode (Cap'n Proto channels) or the op byte of the byte frame (channel 16).</param>
public readonly record struct ProxyGrant(RemoteService Service, RequestForm Form, byte Operation);
