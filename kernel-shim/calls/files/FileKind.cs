namespace DSoftBus.KernelShim.Calls.Files;

/// <summary>What an open file is.</summary>
internal enum FileKind
{
    None = 0,

    /// <summary>The serial port: output only, input is at its end.</summary>
    Console,

    /// <summary>Random bytes.</summary>
    Random,

    /// <summary>A short text made when it was opened.</summary>
    Text,

    /// <summary>The boot module: a text that the loader put into memory.</summary>
    Module,
    PipeReader,
    PipeWriter,
}
