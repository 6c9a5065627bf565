using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Messages.Bundlemgr;
using DSoftBus.Softbus.Messages.Samgr;
using DSoftBus.Softbus.Proxy;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>What local callers ask of a peer: resolve a service, query a bundle (decisions.md "Sessions").</summary>
internal sealed class RemoteClient(TaskContext task, SessionTable<SessionDriver> sessions)
{
    /// <summary>The bundle that REMOTE_BUNDLE_LIST asks for: the one that every image carries (services.md section 4).</summary>
    private static ReadOnlySpan<byte> SystemBundle => "system"u8;

    /// <summary>Asks a peer's samgrd for a name.</summary>
    /// <param name="name">1 to 255 bytes, read before the first wait.</param>
    public ValueTask<DsoftbusStatus> ResolveAsync(ReadOnlySpan<byte> name)
    {
        var message = new ResolveRequest { Name = name };
        var request = new byte[1 + message.EncodedLength];
        request[0] = ServiceMessage.SamgrResolve;
        message.TryWrite(request.AsSpan(1), out _);
        return AskAsync(RemoteService.Samgrd, request, static answer =>
            ResolveResponse.TryRead(answer, out var response) is not CapnpError.None ? DsoftbusStatus.Failed
            : response.Found ? DsoftbusStatus.Ok : DsoftbusStatus.NotFound);
    }

    /// <summary>Asks a peer's bundlemgrd for the system bundle: Ok means that it is installed.</summary>
    public ValueTask<DsoftbusStatus> QueryAsync()
    {
        var message = new QueryRequest { Name = SystemBundle };
        var request = new byte[1 + message.EncodedLength];
        request[0] = ServiceMessage.BundlemgrQuery;
        message.TryWrite(request.AsSpan(1), out _);
        return AskAsync(RemoteService.Bundlemgrd, request, static answer =>
            QueryResponse.TryRead(answer, out var response) is not CapnpError.None ? DsoftbusStatus.Failed
            : response.Installed && !response.Version.IsEmpty ? DsoftbusStatus.Ok : DsoftbusStatus.NotFound);
    }

    private async ValueTask<DsoftbusStatus> AskAsync(RemoteService service, byte[] request, AnswerReader read)
    {
        // Local callers name no peer (services.md section 2): the oldest session is asked.
        if (sessions.Sessions.FirstOrDefault() is not { } session)
            return DsoftbusStatus.Failed;
        var answer = await session.AskAsync(service, request, task.Now + DsoftbusSettings.RemoteTime);
        if (answer.Status is not RemoteAnswerStatus.Answered || answer.Payload.Length == 0 || answer.Payload[0] != request[0])
        {
            task.Log.Event("remote request failed", $"{service.Name()} {answer.Status} {Convert.ToHexString(answer.Payload)}");
            return DsoftbusStatus.Failed;
        }

        return read(answer.Payload.AsSpan(1));
    }

    private delegate DsoftbusStatus AnswerReader(ReadOnlySpan<byte> answer);
}
