namespace DSoftBus.Qemu.Tap;

/// <summary>What became of opening a TAP interface.</summary>
public enum TapOpenStatus
{
    Ok,

    /// <summary>The name, the MTU or the number of buffers is outside the bounds of <see cref="TapOptions"/>.</summary>
    InvalidOptions,

    /// <summary>There is no usable /dev/net/tun.</summary>
    NoDriver,

    /// <summary>Neither CAP_NET_ADMIN nor owner of the interface, or no right to open /dev/net/tun.</summary>
    NoPermission,

    /// <summary>No interface of that name in this network namespace, and none was to be made.</summary>
    NoSuchInterface,

    /// <summary>An interface of that name is something else than a TAP with one queue.</summary>
    NotATap,

    /// <summary>Another process (or device) has it open.</summary>
    Busy,

    /// <summary>The kernel does not know the offloads.</summary>
    NoOffloads,

    /// <summary>Anything else; the message has the error number.</summary>
    Failed,
}
