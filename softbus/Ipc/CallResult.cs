using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Softbus.Ipc;

/// <summary>The outcome of a call.</summary>
/// <param name="Status">Only with <see cref="CallStatus.Ok"/> there is a reply.</param>
/// <param name="Reply">The service's message, owned by the caller of the call: dispose it.</param>
public readonly record struct CallResult(CallStatus Status, Message Reply) : IDisposable
{
    public void Dispose()
    {
        if (Status is CallStatus.Ok)
            Reply.Dispose();
    }
}
