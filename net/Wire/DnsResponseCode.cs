namespace DSoftBus.Net.Wire;

/// <summary>The RCODE field of a DNS message (RFC 1035 section 4.1.1).</summary>
public enum DnsResponseCode : byte
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
}
