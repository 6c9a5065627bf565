namespace DSoftBus.Net.Arp;

/// <summary>What the guard of the own address wants sent.</summary>
internal enum GuardAction : byte
{
    None,

    /// <summary>A request from 0.0.0.0 for the own address (RFC 5227 section 2.1.1).</summary>
    Probe,

    /// <summary>A request from and for the own address (RFC 5227 section 2.3).</summary>
    Announce,
}
