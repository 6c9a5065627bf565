using DSoftBus.Net.Stack;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Net.Netstackd;

/// <summary>Sends replies and closes what belongs to them exactly once on every path. A client whose inbox is full holds up nobody but itself.</summary>
/// <param name="task">Whose slots.</param>
/// <param name="settings">Bounds of late replies.</param>
/// <param name="counters">Null: nobody looks (without a device there is no stack).</param>
internal sealed class ReplySender(TaskContext task, NetstackSettings settings, NetCounters? counters)
{
    private int _late;

    /// <summary>Sends on the capability in <paramref name="slot"/> and closes it.</summary>
    /// <returns>False when nobody will ever receive on it any more.</returns>
    public bool Send(int slot, ReadOnlySpan<byte> reply)
    {
        // A client may have moved something that is no SEND: its loss.
        if ((task.Slots.RightsOf(slot) & Rights.Send) == 0)
        {
            counters?.Increment(NetCounter.FacadeRepliesLost);
            task.Slots.Close(slot);
            return true;
        }

        return Send(slot, moveSlot: 0, reply, closes: slot);
    }

    /// <summary>Sends on a channel that stays, and moves the memory object in <paramref name="objectSlot"/> with it; 0: there is none. An object that cannot go is freed.</summary>
    /// <returns>As the other.</returns>
    public bool SendObject(int channelSlot, int objectSlot, ReadOnlySpan<byte> reply) => Send(channelSlot, objectSlot, reply, closes: objectSlot);

    private bool Send(int slot, int moveSlot, ReadOnlySpan<byte> reply, int closes)
    {
        var status = task.Sender(slot).TrySend(reply, moveSlot);
        if (status == IpcStatus.WouldBlock && _late < settings.LateReplies)
        {
            StartLate(slot, moveSlot, reply.ToArray(), closes);
            return true;
        }

        End(status, moveSlot, closes);
        return status is not (IpcStatus.NoSuchEndpoint or IpcStatus.PeerClosed);
    }

    // On its own, because what the activity captures is allocated where its method begins.
    private void StartLate(int slot, int moveSlot, byte[] reply, int closes)
    {
        _late++;
        counters?.Increment(NetCounter.FacadeRepliesLate);
        task.Start("late reply", () => SendLateAsync(slot, moveSlot, reply, closes));
    }

    private async ValueTask SendLateAsync(int slot, int moveSlot, byte[] reply, int closes)
    {
        var status = await task.Sender(slot).SendAsync(reply, task.Now + settings.LateReplyLimit, moveSlot);
        End(status, moveSlot, closes);
        _late--;
    }

    // A capability that moved is no longer ours to close.
    private void End(IpcStatus status, int moveSlot, int closes)
    {
        if (status != IpcStatus.Ok)
        {
            counters?.Increment(NetCounter.FacadeRepliesLost);
            if (moveSlot != 0)
                counters?.Increment(NetCounter.FacadeObjectsLost);
        }

        if (closes != 0 && (closes != moveSlot || status != IpcStatus.Ok))
            task.Slots.Close(closes);
    }
}
