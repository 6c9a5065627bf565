using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Frames;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>What local callers may know of the daemon, and the one thing they may tell it.</summary>
internal interface IDaemonState
{
    /// <summary>Waits for an event; false when <paramref name="deadline"/> came first.</summary>
    ValueTask<bool> AwaitAsync(DsoftbusEvent awaited, Instant deadline);

    /// <summary>Ends every session orderly, says goodbye to the group and accepts nothing more.</summary>
    ValueTask ShutdownAsync();
}
