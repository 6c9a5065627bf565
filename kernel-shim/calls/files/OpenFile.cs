namespace DSoftBus.KernelShim.Calls.Files;

/// <summary>An open file description; descriptors that were duplicated share it.</summary>
internal struct OpenFile
{
    public FileKind Kind;

    /// <summary>Descriptors that refer to it.</summary>
    public int References;

    /// <summary>Reading position in a text.</summary>
    public ulong Position;
    public ulong Length;

    /// <summary>Physical page with the text or the pipe, physical address of the boot module; 0 for the others.</summary>
    public ulong Page;
}
