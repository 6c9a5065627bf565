using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Facade;

/// <summary>A listening port. Its owner closes it.</summary>
public sealed class FacadeListener
{
    private readonly FacadeClient _client;
    private readonly HandleWaits _waits;

    internal FacadeListener(FacadeClient client, uint handle)
    {
        _client = client;
        _waits = new HandleWaits(client, HandleKind.Listener, handle);
        Handle = handle;
    }

    public uint Handle { get; }

    /// <summary>Takes the next connection, waiting for one; one caller at a time.</summary>
    public async ValueTask<FacadeResult<FacadeStream>> AcceptAsync(Instant deadline)
    {
        while (true)
        {
            var result = await _client.HandleAsync(new FacadeRequest { Operation = FacadeOperation.Accept, Handle = Handle });
            if (result.IsOk)
                return new(FacadeStatus.Ok, new FacadeStream(_client, result.Value));
            if (result.Status != FacadeStatus.WouldBlock)
                return new(result.Status);
            var status = await _waits.WaitAsync(FacadeEvents.Readable, deadline);
            if (status != FacadeStatus.Ok)
                return new(status);
        }
    }

    /// <summary>Stops listening; connections that were not accepted are reset.</summary>
    public async ValueTask<FacadeStatus> CloseAsync() =>
        (await _client.ValueAsync(new FacadeRequest { Operation = FacadeOperation.CloseAny, Kind = HandleKind.Listener, Handle = Handle })).Status;
}
