using System.Collections.Immutable;

namespace DSoftBus.Softbus.Proxy;

/// <summary>
/// What peers may ask of this node: deny by default, by service <b>and</b> operation (services.md section 1, decisions.md "Sessions").
/// No capability crosses the network; a granted request is copied to the service and its answer copied back.
/// </summary>
/// <param name="grants">Everything that is allowed. The order does not matter.</param>
public sealed class RemoteProxyPolicy(params ImmutableArray<ProxyGrant> grants)
{
    /// <summary>Largest request: bytes after the opcode on channels 1 and 2, <c>len</c> on channel 16 (decisions.md "Sessions").</summary>
    public const int MaxRequestLength = 256;

    /// <summary>samgrd: opcode 2 is Resolve (services.md section 7).</summary>
    public const byte SamgrResolveOpcode = 2;

    /// <summary>bundlemgrd: opcode 2 is Query (services.md section 7).</summary>
    public const byte BundleQueryOpcode = 2;

    /// <summary>samgrd byte frames: op 6 is RESOLVE_STATUS (services.md section 3).</summary>
    public const byte SamgrResolveStatusOp = 6;

    /// <summary>bundlemgrd byte frames: op 1 is LIST (services.md section 4).</summary>
    public const byte BundleListOp = 1;

    private readonly ImmutableArray<ProxyGrant> _grants = grants;

    /// <summary>Nothing is allowed.</summary>
    public static RemoteProxyPolicy DenyAll { get; } = new();

    /// <summary>
    /// The default of a test run: samgr resolve and bundlemgr query to every authenticated peer, nothing else.
    /// Both are granted in either form they have.
    /// </summary>
    public static RemoteProxyPolicy TestRun { get; } = new(
        new ProxyGrant(RemoteService.Samgrd, RequestForm.CapnProto, SamgrResolveOpcode),
        new ProxyGrant(RemoteService.Samgrd, RequestForm.ByteFrame, SamgrResolveStatusOp),
        new ProxyGrant(RemoteService.Bundlemgrd, RequestForm.CapnProto, BundleQueryOpcode),
        new ProxyGrant(RemoteService.Bundlemgrd, RequestForm.ByteFrame, BundleListOp));

    /// <summary>Decides one request. Checks run in the order of <see cref="ProxyDecision"/>; the first that fails wins.</summary>
    /// <param name="authenticated">Whether the session's peer proved its identity.</param>
    /// <param name="service">The service asked for.</param>
    /// <param name="form">How the operation is written.</param>
    /// <param name="operation">Opcode or op byte.</param>
    /// <param name="requestLength">Bytes of the request as <see cref="MaxRequestLength"/> counts them.</param>
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
        return requestLength > MaxRequestLength ? ProxyDecision.OversizedRequest : ProxyDecision.Allowed;
    }
}
