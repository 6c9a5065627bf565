namespace DSoftBus.Qemu.GuestTests;

/// <summary>What a line of the serial port is, as a frame.</summary>
internal enum FrameError
{
    None,

    /// <summary>No frame begins in it: a line of the program or of the shim.</summary>
    NoFrame,

    /// <summary>A frame begins and its length or its header is not what it says: the line was torn or something stood in between.</summary>
    Torn,

    /// <summary>The length fits and the checksum does not.</summary>
    Damaged,
}
