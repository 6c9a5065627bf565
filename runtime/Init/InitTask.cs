using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Init;

/// <summary>The first task: prints the manifest when asked, starts the others, answers route queries.</summary>
internal sealed class InitTask(TaskManifest manifest, Action startTasks)
{
    internal const string Name = "init";

    private static readonly TimeSpan ReplyBudget = TimeSpan.FromSeconds(1);

    /// <summary>Init's slots for the control channel of task number <paramref name="index"/>: RECV its requests.</summary>
    internal static int RequestSlot(int index) => 1 + (2 * index);

    /// <summary>And SEND the replies.</summary>
    internal static int ReplySlot(int index) => 2 + (2 * index);

    internal async ValueTask RunAsync(TaskContext context)
    {
        if (context.Boot.Has("softbus.manifest"))
        {
            foreach (var line in ManifestPrinter.Print(manifest))
                context.Log.Marker(line);
        }

        for (var i = 0; i < manifest.Tasks.Length; i++)
        {
            var index = i;
            context.Start(manifest.Tasks[i].Name, () => ServeAsync(context, index));
        }

        startTasks();
        context.Log.Marker(Markers.Markers.Init.Ready);
        await context.DelayUntilAsync(Instant.Never);
    }

    private async ValueTask ServeAsync(TaskContext context, int index)
    {
        var task = manifest.Tasks[index];
        var requests = context.Receiver(RequestSlot(index));
        var replies = context.Sender(ReplySlot(index));
        var frame = new byte[RouteCodec.MaximumReply];
        while (true)
        {
            // The task may restart: its going away is no reason to stop.
            using var request = await requests.ReceiveAsync(Instant.Never, reportLastSender: false);
            if (request.Status is not IpcStatus.Ok)
                throw new InvalidOperationException($"The control channel of {task.Name} answered {request.Status}.");
            var reply = RouteCodec.TryParse(request.Payload, out RouteQuery query)
                ? RouteTable.Find(manifest, task, query)
                : new RouteReply(RouteStatus.Malformed, 0, 0, null);
            var length = RouteCodec.Emit(reply, frame);
            // A task that does not take its replies loses them; nobody else is held up.
            await replies.SendAsync(frame.AsMemory(0, length), context.Now + ReplyBudget);
        }
    }
}
