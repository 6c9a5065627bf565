namespace DSoftBus.Net.Facade;

/// <summary>What WAIT waits for. A handle that failed is ready for everything, the next call says how it failed.</summary>
[Flags]
public enum FacadeEvents : byte
{
    None = 0,
    Readable = 1,
    Writable = 2,
}
