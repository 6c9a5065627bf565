namespace DSoftBus.Softbus.Proxy;

/// <summary>What the policy says to one request, in the order of the checks (services.md section 1).</summary>
public enum ProxyDecision : byte
{
    Allowed = 0,
    Unauthenticated = 1,
    ServiceNotAllowed = 2,
    OperationNotAllowed = 3,
    OversizedRequest = 4,
}
