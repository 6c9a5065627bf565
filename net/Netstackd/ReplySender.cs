using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Net.Netstackd;

/// <summary>Sends replies and closes their capability exactly once on every path. A client whose inbox is full holds up nobody but itself.</summary>
internal sealed class ReplySender(TaskContext task, NetstackSettings settings)
{
    private int _late;

    /// <summary>Replies that could not be delivered.</summary>
    public long Lost { get; private set; }

    /// <summary>Sends on the capability in <paramref name="slot"/> and closes it.</summary>
    /// <returns>False when nobody will ever receive on it any more.</returns>
    public bool Send(int slot, ReadOnlySpan<byte> reply)
    {
        // A client may have moved something that is no SEND: its loss.
        if (!task.Slots.RightsOf(slot).HasFlag(Rights.Send))
        {
            Lost++;
            task.Slots.Close(slot);
            return true;
        }

        var status = task.Sender(slot).TrySend(reply);
        if (status == IpcStatus.WouldBlock && _late < settings.LateReplies)
        {
            _late++;
            byte[] copy = reply.ToArray();
            task.Start("late reply", () => SendLateAsync(slot, copy));
            return true;
        }

        if (status != IpcStatus.Ok)
            Lost++;
        task.Slots.Close(slot);
        return status is not (IpcStatus.NoSuchEndpoint or IpcStatus.PeerClosed);
    }

    private async ValueTask SendLateAsync(int slot, byte[] reply)
    {
        var status = await task.Sender(slot).SendAsync(reply, task.Now + settings.LateReplyLimit);
        if (status != IpcStatus.Ok)
            Lost++;
        task.Slots.Close(slot);
        _late--;
    }
}
