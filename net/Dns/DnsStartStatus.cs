namespace DSoftBus.Net.Dns;

/// <summary>Whether a lookup began.</summary>
public enum DnsStartStatus : byte
{
    Started = 0,

    /// <summary>Not a name (RFC 1035 section 3.1).</summary>
    BadName,

    /// <summary>No resolver is known.</summary>
    NoResolver,

    /// <summary>Too many lookups or sockets.</summary>
    TableFull,
}
