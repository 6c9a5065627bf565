namespace DSoftBus.KernelShim.Memory;

/// <summary>What the program may do with a page; the values are those of PROT_* (mmap(2)).</summary>
internal enum Access : byte
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,
    ReadWrite = Read | Write,
}
