using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Softbus.Ipc;

/// <summary>The service's half of <see cref="ServiceCaller"/>.</summary>
public static class ServiceAnswer
{
    // A client whose inbox stays full that long has stopped reading; the service must not wait for it (netstackd-ipc.md section 4).
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Answers on the capability that came with <paramref name="request"/>, repeating its <c>ty</c>, and closes it exactly once.
    /// A request without a reply capability gets no answer.
    /// </summary>
    /// <param name="answer">At most 8192 bytes, read until the call ends.</param>
    public static async ValueTask SendAsync(TaskContext task, Message request, ReadOnlyMemory<byte> answer)
    {
        int slot = request.TakeMovedSlot();
        if (slot == 0)
            return;
        if (task.Slots.RightsOf(slot).HasFlag(Rights.Send))
            await task.Sender(slot).SendAsync(answer, task.Now + Patience, type: request.Type);
        task.Slots.Close(slot);
    }
}
