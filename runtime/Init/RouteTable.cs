namespace DSoftBus.Runtime.Init;

/// <summary>Answers route queries from the manifest alone: init tells a task which of its slots lead where.</summary>
internal static class RouteTable
{
    /// <summary>Stands for the caller's inbox: the endpoint of which it holds both RECV and SEND.</summary>
    private const string OwnInbox = "@reply";

    /// <summary>
    /// For an endpoint that the task sends to: the SEND slot, and the RECV slot for answers (the next slot if that is a RECV, else the inbox).
    /// For one that it receives from: its RECV slot, and its own SEND slot if it has one.
    /// </summary>
    internal static RouteReply Find(TaskManifest manifest, TaskEntry task, in RouteQuery query)
    {
        var name = query.Name;
        if (name == OwnInbox)
            return FindInbox(task) is { } inbox ? Ok(SendSlot(task, inbox.Endpoint), inbox.Slot, query.Nonce) : Refused(RouteStatus.NotFound, query.Nonce);

        var own = task.Slots.OfType<ReceiveGrant>().FirstOrDefault(grant => grant.Endpoint == name);
        if (own is not null)
            return Ok(SendSlot(task, name), own.Slot, query.Nonce);

        var send = SendSlot(task, name);
        if (send != 0)
            return Ok(send, AnswerSlot(task, send), query.Nonce);

        var exists = manifest.Tasks.SelectMany(entry => entry.Slots).OfType<ReceiveGrant>().Any(grant => grant.Endpoint == name);
        return Refused(exists ? RouteStatus.Denied : RouteStatus.NotFound, query.Nonce);
    }

    private static int AnswerSlot(TaskEntry task, int send) =>
        task.Slots.OfType<ReceiveGrant>().FirstOrDefault(grant => grant.Slot == send + 1)?.Slot ?? FindInbox(task)?.Slot ?? 0;

    private static ReceiveGrant? FindInbox(TaskEntry task) =>
        task.Slots.OfType<ReceiveGrant>().FirstOrDefault(grant => SendSlot(task, grant.Endpoint) != 0);

    private static int SendSlot(TaskEntry task, string endpoint) =>
        task.Slots.OfType<SendGrant>().FirstOrDefault(grant => grant.Endpoint == endpoint)?.Slot ?? 0;

    private static RouteReply Ok(int send, int receive, uint? nonce) => new(RouteStatus.Ok, (uint)send, (uint)receive, nonce);

    private static RouteReply Refused(RouteStatus status, uint? nonce) => new(status, 0, 0, nonce);
}
