namespace DSoftBus.Net.Facade;

/// <summary>Handles are numbered per kind, from 1, and never used again.</summary>
public enum HandleKind : byte
{
    None = 0,
    Listener = 1,
    Stream = 2,
    Udp = 3,
}
