namespace DSoftBus.Qemu.Crash;

/// <summary>How a frame of a stack was found, the surest first.</summary>
public enum FrameOrigin
{
    /// <summary>The instruction pointer itself.</summary>
    Pointer,

    /// <summary>By the call-frame information, from the registers on without a gap.</summary>
    Unwound,

    /// <summary>By the call-frame information, from a frame that was itself only found by search.</summary>
    Chained,

    /// <summary>A word of the stack behind a call instruction; it may be left over from an older call.</summary>
    Scanned,

    /// <summary>The program listed it (the stack of an exception).</summary>
    Listed,
}
