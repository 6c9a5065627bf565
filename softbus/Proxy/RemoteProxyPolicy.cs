using System.Collections.Immutable;
using DSoftBus.Softbus.Frames;

namespace DSoftBus.Softbus.Proxy;

/// <summary>
/// What peers may ask of this node: deny by default, by service <b>and</b> operation (services.md section 1, decisions.md "Sessions").
/// No capability crosses the network; a granted request is copied to the service and its answer copied back.
/// </summary>
/// <param name="grants">Everything that is allowed. The order does not matter.</param>
public sealed class RemoteProxyPolicy(params ImmutableArray<ProxyGrant> grants)
{
    private readonly ImmutableArray<ProxyGrant> _grants = grants;

    /// <summary>Nothing is allowed.</summary>
    public static RemoteProxyPolicy DenyAll { get; } = new();

    /// <summary>
    /// The default of a test run: samgr resolve and bundlemgr query to every authenticated peer, nothing else.
    /// Both are granted in either form they have.
    /// </summary>
    public static RemoteProxyPolicy TestRun { get; } = new(
        new ProxyGrant(RemoteService.Samgrd, RequestForm.CapnProto, ServiceMessage.SamgrResolve),
        new ProxyGrant(RemoteService.Samgrd, RequestForm.ByteFrame, (byte)SamgrOpcode.ResolveStatus),
        new ProxyGrant(RemoteService.Bundlemgrd, RequestForm.CapnProto, ServiceMessage.BundlemgrQuery),
        new ProxyGrant(RemoteService.Bundlemgrd, RequestForm.ByteFrame, (byte)BundlemgrOpcode.List));

    /// <summary>Decides one request. Checks run in the order of <see cref="ProxyDecision"/>; the first that fails wins.</summary>
    /// <param name="authenticated">Whether the session's peer proved its identity.</param>
    /// <param name="service">The service asked for.</param>
    /// <param name="form">How the operation is written.</param>
    /// <param name="operation">Opcode or op byte.</param>
    /// <param name="requestLength">Bytes after the opcode, or of the byte frame; at most 256 (decisions.md "Sessions").</param>
    public ProxyDecision Decide(bool authenticated, RemoteService service, RequestForm form, byte operation, int requestLength)
    {
        if (!authenticated)
            return ProxyDecision.Unauthenticated;
        bool serviceKnown = false, operationGranted = false;
        foreach (var grant in _grants)
        {
            if (grant.Service != service || service is RemoteService.Unknown)
                continue;
            serviceKnown = true;
            operationGranted |= grant.Form == form && grant.Operation == operation;
        }

        if (!serviceKnown)
            return ProxyDecision.ServiceNotAllowed;
        if (!operationGranted)
            return ProxyDecision.OperationNotAllowed;
        return requestLength > ServiceMessage.MaximumRequestLength ? ProxyDecision.OversizedRequest : ProxyDecision.Allowed;
    }
}
