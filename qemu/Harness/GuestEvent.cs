using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Harness;

/// <summary>Something that a guest did. Closed.</summary>
/// <param name="Node">Which guest.</param>
public abstract record GuestEvent(string Node)
{
    /// <summary>A whole line on the serial line.</summary>
    /// <param name="Node">Which guest.</param>
    /// <param name="Number">From 1, as in the UART log.</param>
    /// <param name="Text">Without line end; printable ASCII.</param>
    /// <param name="SinceLaunch">Time since its QEMU was started.</param>
    public sealed record Line(string Node, int Number, string Text, TimeSpan SinceLaunch) : GuestEvent(Node);

    /// <summary>The process ended; all its lines came before.</summary>
    /// <param name="Node">Which guest.</param>
    /// <param name="Exit">How.</param>
    /// <param name="SinceLaunch">Time since its QEMU was started.</param>
    public sealed record Ended(string Node, GuestExit Exit, TimeSpan SinceLaunch) : GuestEvent(Node);
}
